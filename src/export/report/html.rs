//! A report as one page of HTML that needs nothing else: no script, no image, and of styles only its own, as its policy
//! says. Whatever comes from outside is escaped; nothing but the addresses of sources becomes a link.

use super::{Article, Claim, Named, Open, Quotation, Report, Speaker, Sum, Told, dated, language, sign, title};
use crate::lang::Lang;
use crate::messages::{harmless, text};

const STYLE: &str = include_str!("style.css");

/// What the policy of the page knows the style by; `tests/report.rs` tells when it is another.
const STYLE_HASH: &str = "sha256-nuL+CguPLvsdOQiJQLL3LggK/Fpy9/F/AWAFSNp1akI=";

/// The page.
pub fn page(report: &Report) -> String {
    let mut page = Page { lang: report.lang, level: 1, out: String::new() };
    let (lang, name, title) = (report.lang, page.say("report.title"), title(report));
    let policy = format!("default-src 'none'; style-src '{STYLE_HASH}'");
    page.put(&format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{name}: {}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(&title)
    ));
    if report.articles.len() != 1 {
        page.front(report, &title);
        page.level = 2;
    }
    report.articles.iter().for_each(|article| page.article(article));
    page.put("</main>\n</body>\n</html>\n");
    page.out
}

struct Page {
    lang: Lang,
    /// That of the titles of articles.
    level: usize,
    out: String,
}

impl Page {
    /// The heading page of several articles.
    fn front(&mut self, report: &Report, title: &str) {
        self.put(&format!("<header class=\"front\">\n<p class=\"kicker\">{}</p>\n", self.say("report.title")));
        self.put(&format!("<h1>{}</h1>\n", escaped(title)));
        self.sum(report.sum);
        if !report.articles.is_empty() {
            let labels = Sum::default().parts().map(|(key, _)| key);
            let columns: Vec<&str> = ["report.article", "report.date"].into_iter().chain(labels).collect();
            self.table("contents", "report.articles", &columns, &report.articles, Self::entry);
        }
        self.put("</header>\n");
    }

    /// An article on the heading page.
    fn entry(&mut self, article: &Article) {
        let lang = self.spoken(article.lang);
        let date = article.date.map(|date| dated(date, self.lang)).unwrap_or_default();
        self.put(&format!("<th scope=\"row\"{lang}>{}</th><td>{date}</td>", escaped(&article.title)));
        article.sum.parts().iter().for_each(|(_, count)| self.put(&format!("<td>{count}</td>")));
    }

    fn article(&mut self, article: &Article) {
        let (level, lang) = (self.level, self.spoken(article.lang));
        self.put("<article>\n<header>\n");
        if level == 1 {
            self.put(&format!("<p class=\"kicker\">{}</p>\n", self.say("report.title")));
        }
        self.put(&format!("<h{level}{lang}>{}</h{level}>\n<p class=\"about\">", escaped(&article.title)));
        if let Some(date) = article.date {
            self.put(&format!("<time datetime=\"{date}\">{}</time> · ", dated(date, self.lang)));
        }
        let language = language(article.lang, self.lang);
        self.put(&format!("{language} · <span class=\"file\">{}</span></p>\n", escaped(&article.file)));
        self.sum(article.sum);
        self.decisions(&article.decisions);
        self.put("</header>\n");
        self.figures(article);
        self.names("report.people", &article.people, &lang);
        self.names("report.organisations", &article.organisations, &lang);
        self.quotations(&article.quotations, &lang);
        self.open(&article.open, &lang);
        self.put("</article>\n");
    }

    fn figures(&mut self, article: &Article) {
        let lang = self.spoken(article.lang);
        let columns = ["report.place", "report.sentence", "report.backing"];
        let rows: Vec<(&str, &Claim)> = article.figures.iter().map(|claim| (&*lang, claim)).collect();
        self.table("figures", "report.figures", &columns, &rows, |page, (lang, claim)| page.claim(claim, lang));
    }

    fn claim(&mut self, claim: &Claim, lang: &str) {
        let Claim { place, before, text, after, backing, .. } = claim;
        let (before, text, after) = (escaped(before), escaped(text), escaped(after));
        let tag = backing.tag();
        self.put(&format!("<th scope=\"row\">{}</th>\n<td class=\"{tag}\"><p{lang}>", place.line));
        self.put(&format!("{before}<mark>{text}</mark>{after}</p>"));
        if let Some(amount) = &claim.amount {
            self.put(&format!("<p class=\"amount\">= {}</p>", escaped(amount)));
        }
        let word = self.say(&format!("backing.{tag}"));
        let sign = sign(*backing);
        self.put(&format!("</td>\n<td class=\"{tag}\"><p class=\"backing\"><span class=\"sign\" aria-hidden=\"true\">{sign}</span> {word}</p>"));
        if let Some(source) = &claim.source {
            self.put(&format!("<p><q{lang}>{}</q></p>", escaped(source)));
        }
        if let Some(why) = &claim.why {
            self.put(&format!("<p>{}</p>", escaped(why)));
        }
        if let Some(url) = &claim.url {
            self.put(&format!("<p>{}</p>", link(url)));
        }
        self.decisions(&claim.decisions);
        self.put("</td>");
    }

    fn names(&mut self, key: &str, names: &[Named], lang: &str) {
        let columns = ["report.name", "report.role", "report.mentions", "report.place"];
        let rows: Vec<(&str, &Named)> = names.iter().map(|named| (lang, named)).collect();
        self.table("names", key, &columns, &rows, |page, (lang, named)| {
            let (name, role) = (escaped(&named.name), escaped(named.role.as_deref().unwrap_or_default()));
            page.put(&format!("<th scope=\"row\"{lang}>{name}</th><td{lang}>{role}</td>"));
            page.put(&format!("<td>{}</td><td>{}</td>", named.mentions, named.line));
        });
    }

    fn quotations(&mut self, speakers: &[Speaker], lang: &str) {
        self.section("quotations", "report.quotations", speakers, |page, speaker| {
            let nobody = || (page.say("symbols.nobody"), "");
            let (name, of_name) = speaker.name.as_ref().map_or_else(nobody, |name| (escaped(name), lang));
            page.put(&format!("<h{0}{of_name}>{name}</h{0}>\n<ul>\n", page.level + 2));
            for Quotation { place, text, decisions } in &speaker.quotations {
                let place = page.line(place.line);
                page.put(&format!("<li><p>{place}<span{lang}>{}</span></p>", escaped(text)));
                page.decisions(decisions);
                page.put("</li>\n");
            }
            page.put("</ul>\n");
        });
    }

    fn open(&mut self, open: &[Open], lang: &str) {
        self.section("open", "report.open", open, |page, Open { line, on, told }| {
            let place = line.map(|line| page.line(line)).unwrap_or_default();
            let on = on.as_ref().map(|words| format!("<q{lang}>{}</q><br>", escaped(words))).unwrap_or_default();
            page.put(&format!("<p>{place}{on}{}</p>\n", line_of(told)));
        });
    }

    fn decisions(&mut self, decisions: &[Told]) {
        if !decisions.is_empty() {
            let items: String = decisions.iter().map(|told| format!("<li>{}</li>", line_of(told))).collect();
            self.put(&format!("<ul class=\"decisions\">{items}</ul>"));
        }
    }

    fn sum(&mut self, sum: Sum) {
        let part = |(key, count)| format!("<div><dt>{}</dt><dd>{count}</dd></div>", self.say(key));
        let parts = sum.parts().map(part).concat();
        self.put(&format!("<dl class=\"sum\">{parts}</dl>\n"));
    }

    /// A section, where it holds something.
    fn section<T>(&mut self, class: &str, key: &str, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.put(&format!("<section class=\"{class}\">\n<h{0}>{1}</h{0}>\n", self.level + 1, self.say(key)));
        items.iter().for_each(|item| put(self, item));
        self.put("</section>\n");
    }

    /// A table, where it has rows.
    fn table<T>(&mut self, class: &str, key: &str, columns: &[&str], rows: &[T], cells: fn(&mut Self, &T)) {
        if rows.is_empty() {
            return;
        }
        let heading = format!("<h{0}>{1}</h{0}>", self.level + 1, self.say(key));
        let columns: String = columns.iter().map(|key| format!("<th scope=\"col\">{}</th>", self.say(key))).collect();
        self.put(&format!("<table class=\"{class}\">\n<caption>{heading}</caption>\n"));
        self.put(&format!("<thead><tr>{columns}</tr></thead>\n<tbody>\n"));
        for row in rows {
            self.put("<tr>");
            cells(self, row);
            self.put("</tr>\n");
        }
        self.put("</tbody>\n</table>\n");
    }

    /// The attribute for words of a language, where it is not that of the page.
    fn spoken(&self, lang: Lang) -> String {
        if lang == self.lang { String::new() } else { format!(" lang=\"{lang}\"") }
    }

    fn line(&self, line: usize) -> String {
        let line = text(self.lang, "report.line", &[("line", &line.to_string())]);
        format!("<span class=\"line\">{line}</span> ")
    }

    fn say(&self, key: &str) -> String {
        text(self.lang, key, &[])
    }

    fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }
}

/// A decision, with its address as a link.
fn line_of(told: &Told) -> String {
    let Some((before, url, after)) = told.parts() else { return escaped(&told.text) };
    format!("{}{}{}", escaped(before), link(url), escaped(after))
}

fn link(url: &str) -> String {
    let url = escaped(url);
    format!("<a href=\"{url}\" rel=\"noreferrer noopener nofollow\">{url}</a>")
}

/// A text from outside, which makes no markup and holds no character that HTML forbids.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in harmless(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fdd0}'..='\u{fdef}' => out.push(char::REPLACEMENT_CHARACTER),
            c if u32::from(c) & 0xfffe == 0xfffe => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}
