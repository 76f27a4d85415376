//! Short texts with emphasis and links, as Markdown and as plain text. Whatever is put in is escaped: a text from an
//! article or a page can make no image, no HTML, no link and no heading.

use std::fmt::Write;

use crate::messages::harmless;
use crate::messages::markdown::{escape, link};

/// A text under construction, in both forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    pub markdown: String,
    pub plain: String,
}

impl Markup {
    /// Adds text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let at_start = self.markdown.is_empty() || self.markdown.ends_with('\n');
        self.markdown.push_str(&escape(text, at_start));
        self.plain.push_str(&harmless(text));
        self
    }

    /// Adds text in bold.
    pub fn strong(&mut self, text: &str) -> &mut Self {
        let _ = write!(self.markdown, "**{}**", escape(text.trim(), false));
        self.plain.push_str(&harmless(text));
        self
    }

    /// Adds text in italics.
    pub fn emphasis(&mut self, text: &str) -> &mut Self {
        let _ = write!(self.markdown, "*{}*", escape(text.trim(), false));
        self.plain.push_str(&harmless(text));
        self
    }

    /// Adds a link; only web addresses become one, anything else stays the text alone.
    pub fn link(&mut self, text: &str, address: &str) -> &mut Self {
        let Some(link) = link(text, address) else { return self.text(text) };
        self.markdown.push_str(&link);
        self.plain.push_str(&harmless(text));
        self
    }

    /// Begins a new line.
    pub fn line(&mut self) -> &mut Self {
        self.markdown.push_str("  \n");
        self.plain.push('\n');
        self
    }

    /// Begins a new paragraph.
    pub fn paragraph(&mut self) -> &mut Self {
        if !self.plain.is_empty() {
            self.markdown.push_str("\n\n");
            self.plain.push_str("\n\n");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markdown(text: &str) -> String {
        Markup::default().text(text).markdown.clone()
    }

    #[test]
    fn nothing_from_outside_becomes_markup() {
        for (planted, shown) in [
            ("![](http://x.example/a.png)", "\\!\\[\\](http:\\//x.example/a.png)"),
            ("[x](command:evil)", "\\[x\\](command:evil)"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("a\n\n# b\n- c", "a  # b - c"),
            ("1. x", "1\\. x"),
            ("    x", "x"),
            ("===", "\\==="),
            ("a\u{1b}[1mb\u{202e}c", "a \\[1mb c"),
            ("www.x.example", "www\\.x.example"),
            ("`code` $(x)", "\\`code\\` \\$(x)"),
        ] {
            assert_eq!(markdown(planted), shown);
        }
        assert_eq!(Markup::default().text("Am ").text("7. Mai").markdown, "Am 7. Mai");
        assert_eq!(markdown("5,5 Mrd. Dollar (geschätzt) – Kim-Besuch"), "5,5 Mrd. Dollar (geschätzt) – Kim-Besuch");
    }

    #[test]
    fn only_web_addresses_become_links() {
        let link = |address| Markup::default().link("a]b", address).markdown.clone();
        assert_eq!(link("https://x.example/a_(b)"), "[a\\]b](<https://x.example/a_(b)>)");
        for address in ["command:x", "javascript:x", "https://x>y", "https://x y", "data:text/html,x"] {
            assert_eq!(link(address), "a\\]b");
        }
    }
}
