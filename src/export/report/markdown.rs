//! A report as Markdown, which reads well as it is written, too. Whatever comes from outside is escaped.

use super::{Article, Claim, Named, Open, Report, Speaker, Sum, Told, dated, language, sign, title};
use crate::lang::Lang;
use crate::messages::markdown::{escape, link};
use crate::messages::text;

/// The page.
pub fn page(report: &Report) -> String {
    let many = report.articles.len() != 1;
    let mut page = Page { lang: report.lang, level: if many { 2 } else { 1 }, out: String::new() };
    if many {
        page.heading(1, &format!("{}: {}", page.say("report.title"), escape(&title(report), false)));
        page.sum(report.sum);
    }
    report.articles.iter().for_each(|article| page.article(article));
    page.out
}

struct Page {
    lang: Lang,
    /// That of the titles of articles.
    level: usize,
    out: String,
}

impl Page {
    fn article(&mut self, article: &Article) {
        let title = escape(&article.title, false);
        self.heading(
            self.level,
            &if self.level == 1 { format!("{}: {title}", self.say("report.title")) } else { title },
        );
        let date = article.date.map(|date| dated(date, self.lang));
        let about = [Some(article.file.clone()), date, Some(language(article.lang, self.lang))];
        self.paragraph(&escape(&about.into_iter().flatten().collect::<Vec<_>>().join(" · "), true));
        self.sum(article.sum);
        self.list("report.decisions", &article.decisions, |_, told| vec![line_of(told)]);
        self.list("report.figures", &article.figures, Self::claim);
        self.list("report.people", &article.people, Self::named);
        self.list("report.organisations", &article.organisations, Self::named);
        self.list("report.quotations", &article.quotations, Self::speaker);
        self.list("report.open", &article.open, Self::open);
    }

    /// A section, where there is something to tell: each item with its lines.
    fn list<T>(&mut self, key: &str, items: &[T], lines: fn(&Self, &T) -> Vec<String>) {
        if items.is_empty() {
            return;
        }
        self.heading(self.level + 1, &self.say(key));
        let items: Vec<String> = items.iter().map(|item| format!("- {}", lines(self, item).join("  \n  "))).collect();
        self.paragraph(&items.join("\n"));
    }

    fn claim(&self, claim: &Claim) -> Vec<String> {
        let backing = self.say(&format!("backing.{}", claim.backing.tag()));
        let mut lines = vec![format!("{} · {} **{backing}**", self.line(claim.place.line), sign(claim.backing))];
        let before = escape(&claim.before, true);
        lines.push(format!("{before}**{}**{}", escape(&claim.text, false), escape(&claim.after, false)));
        lines.extend(claim.amount.as_ref().map(|amount| format!("= {}", escape(amount, false))));
        let source =
            claim.source.as_ref().map(|source| escape(&text(self.lang, "report.quoted", &[("words", source)]), true));
        let address = claim.url.as_ref().map(|url| address(url));
        let source: Vec<String> = source.into_iter().chain(address).collect();
        lines.extend((!source.is_empty()).then(|| source.join(" ")));
        lines.extend(claim.why.as_ref().map(|why| escape(why, true)));
        lines.extend(claim.decisions.iter().map(line_of));
        lines
    }

    fn named(&self, named: &Named) -> Vec<String> {
        let role = named.role.as_ref().map(|role| format!(", {}", escape(role, false))).unwrap_or_default();
        vec![format!("**{}**{role} · {}× · {}", escape(&named.name, false), named.mentions, self.line(named.line))]
    }

    fn speaker(&self, speaker: &Speaker) -> Vec<String> {
        let name = speaker.name.clone().unwrap_or_else(|| self.say("symbols.nobody"));
        let mut lines = vec![format!("**{}**", escape(&name, false))];
        for quotation in &speaker.quotations {
            lines.push(format!("{}: {}", self.line(quotation.place.line), escape(&quotation.text, false)));
            lines.extend(quotation.decisions.iter().map(line_of));
        }
        lines
    }

    fn open(&self, open: &Open) -> Vec<String> {
        let place = open.line.map(|line| self.line(line));
        let on = open.on.as_ref().map(|words| escape(&text(self.lang, "report.quoted", &[("words", words)]), true));
        let about = [place, on].into_iter().flatten().collect::<Vec<_>>().join(" ");
        [about, line_of(&open.told)].into_iter().filter(|line| !line.is_empty()).collect()
    }

    fn sum(&mut self, sum: Sum) {
        let parts = sum.parts().map(|(key, count)| format!("{}: {count}", self.say(key)));
        self.paragraph(&parts.join(" · "));
    }

    fn heading(&mut self, level: usize, words: &str) {
        self.paragraph(&format!("{} {words}", "#".repeat(level)));
    }

    fn paragraph(&mut self, words: &str) {
        self.out.push_str(if self.out.is_empty() { "" } else { "\n" });
        self.out.push_str(words);
        self.out.push('\n');
    }

    fn line(&self, line: usize) -> String {
        text(self.lang, "report.line", &[("line", &line.to_string())])
    }

    fn say(&self, key: &str) -> String {
        text(self.lang, key, &[])
    }
}

/// A decision, with its address as a link.
fn line_of(told: &Told) -> String {
    let Some((before, url, after)) = told.parts() else { return escape(&told.text, true) };
    format!("{}{}{}", escape(before, true), address(url), escape(after, false))
}

fn address(url: &str) -> String {
    link(url, url).unwrap_or_else(|| escape(url, false))
}
