//! `broken-link`: `[der Bericht](berciht.md)`, and no such file lies beside the article.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::messages::text;
use crate::text::{Destination, Format};

/// What a link leads to was moved, renamed or never written.
pub struct BrokenLink;

impl Check for BrokenLink {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("broken-link", Severity::Warning, pages!("broken-link"));
        &ABOUT
    }

    /// A page that was saved from the web has left behind what it leads to.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        if cx.article.format == Format::Html {
            return;
        }
        for link in cx.article.links.iter().filter(|link| cx.links.is_broken(link)) {
            let message = match &link.to {
                Destination::File(path) => text(cx.messages, "check.broken-link-file", &[("path", path)]),
                // no file can be called so: in double brackets editors put remarks of their own, too
                Destination::Article { name, .. } if name.contains(": ") => continue,
                Destination::Article { name, .. } => text(cx.messages, "check.broken-link-article", &[("name", name)]),
                Destination::Footnote(label) => text(cx.messages, "check.broken-link-footnote", &[("label", label)]),
                Destination::Address(_) | Destination::Part(_) => continue,
            };
            findings.push(self.finding(link.span, message.into()));
        }
    }
}
