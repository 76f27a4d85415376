//! How the head of an article is told which findings not to tell: an edit of its YAML that leaves everything else as it
//! stands. Whether the edit did that, reading the head again decides.

use super::front_matter::FrontMatter;
use super::{Span, lines};

/// The edit that adds a code to `beleg: {ignore: […]}` of the head: where, and what to put there. `None` where the head is
/// written in a way that only a person should change.
pub fn ignoring(text: &str, code: &str) -> Option<(Span, String)> {
    let front = FrontMatter::parse(text);
    let edit = match front.span {
        None => Some(new_head(text, code)),
        Some(head) => Head::new(text, head).ignoring(code),
    }?;
    let (at, new) = &edit;
    let edited = format!("{}{new}{}", &text[..at.start], &text[at.end..]);
    let mut expected = front;
    expected.ignore.push(code.to_owned());
    let got = FrontMatter::parse(&edited);
    (got.error.is_none() && FrontMatter { span: got.span, ..expected } == got).then_some(edit)
}

fn new_head(text: &str, code: &str) -> (Span, String) {
    let end = end_of_lines(text);
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    (Span::new(at, at), format!("---{end}beleg: {{ignore: [{code}]}}{end}---{end}{end}"))
}

/// How the first line ends.
fn end_of_lines(text: &str) -> &'static str {
    let first = lines(text).next().map_or("", |line| line.of(text));
    if first.ends_with("\r\n") {
        "\r\n"
    } else if first.ends_with('\r') {
        "\r"
    } else {
        "\n"
    }
}

/// The lines of a head, the marks included.
struct Head<'t> {
    text: &'t str,
    lines: Vec<Span>,
}

impl<'t> Head<'t> {
    fn new(text: &'t str, head: Span) -> Self {
        let lines = lines(head.of(text)).map(|line| line.shift(head.start)).collect();
        Self { text, lines }
    }

    fn ignoring(&self, code: &str) -> Option<(Span, String)> {
        let end = end_of_lines(self.text);
        let Some(ours) = self.lines.iter().position(|line| line.of(self.text).starts_with("beleg:")) else {
            let last = self.lines.last()?.start;
            return Some((Span::new(last, last), format!("beleg: {{ignore: [{code}]}}{end}")));
        };
        let below = ours + 1..ours + 1 + self.lines[ours + 1..].iter().take_while(|line| self.is_below(**line)).count();
        let all = Span::new(self.lines[ours].start, self.lines[below.end - 1].end);
        let Some(at) = all.of(self.text).find("ignore:") else {
            return self.with_first_key(self.lines[ours], &below, code);
        };
        let value = Span::new(all.start + at + "ignore:".len(), all.end);
        let line = lines(value.of(self.text)).next()?.shift(value.start);
        let told = line.of(self.text).trim();
        if told.starts_with('[') {
            let close = value.start + value.of(self.text).find(']')?;
            let inside = self.text[value.start..close].trim_start().trim_start_matches('[').trim();
            let comma = if inside.is_empty() || inside.ends_with(',') { "" } else { ", " };
            return Some((Span::new(close, close), format!("{comma}{code}")));
        }
        if told.is_empty() {
            let items = self.lines[below].iter().filter(|line| line.start >= value.start);
            let last = items.take_while(|line| line.of(self.text).trim_start().starts_with("- ")).last()?;
            let (indent, _) = last.of(self.text).split_once("- ")?;
            return Some((Span::new(last.end, last.end), format!("{indent}- {code}{end}")));
        }
        // a single word
        let word = told.split(['}', ',', '#']).next()?.trim();
        let start = line.start + line.of(self.text).find(word)?;
        Some((Span::new(start, start + word.len()), format!("[{word}, {code}]")))
    }

    /// `beleg:` is there and says nothing of findings yet.
    fn with_first_key(&self, line: Span, below: &std::ops::Range<usize>, code: &str) -> Option<(Span, String)> {
        let told = line.of(self.text)["beleg:".len()..].trim();
        if told.starts_with('{') {
            let at = line.start + line.of(self.text).find('{')? + 1;
            let comma = if self.text[at..].trim_start().starts_with('}') { "" } else { ", " };
            return Some((Span::new(at, at), format!("ignore: [{code}]{comma}")));
        }
        let first = self.lines[below.clone()].first().map_or("  ", |line| line.of(self.text));
        let indent = &first[..first.len() - first.trim_start().len()];
        told.is_empty()
            .then(|| (Span::new(line.end, line.end), format!("{indent}ignore: [{code}]{}", end_of_lines(self.text))))
    }

    /// Whether a line belongs to the key above it.
    fn is_below(&self, line: Span) -> bool {
        line.of(self.text).starts_with([' ', '\t'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn edited(before: &str, after: Option<&str>) {
        let got = ignoring(before, "open-quote")
            .map(|(at, new)| format!("{}{new}{}", &before[..at.start], &before[at.end..]));
        assert_eq!(got.as_deref(), after);
    }

    #[test]
    fn an_article_without_a_head_gets_one() {
        edited("# Höfe\n", Some("---\nbeleg: {ignore: [open-quote]}\n---\n\n# Höfe\n"));
        edited("\u{feff}# Höfe\r\n", Some("\u{feff}---\r\nbeleg: {ignore: [open-quote]}\r\n---\r\n\r\n# Höfe\r\n"));
    }

    #[test]
    fn what_the_head_says_stays() {
        for (before, after) in [
            ("title: „Höfe“ 🌾\n", "title: „Höfe“ 🌾\nbeleg: {ignore: [open-quote]}\n"),
            ("beleg: {ignore: [boilerplate]}\n", "beleg: {ignore: [boilerplate, open-quote]}\n"),
            ("beleg: {ignore: []} # alles\n", "beleg: {ignore: [open-quote]} # alles\n"),
            ("beleg: {ignore: boilerplate}\n", "beleg: {ignore: [boilerplate, open-quote]}\n"),
            ("beleg:\n  ignore: boilerplate\ntitle: x\n", "beleg:\n  ignore: [boilerplate, open-quote]\ntitle: x\n"),
            (
                "beleg:\n  ignore:\n    - boilerplate\ntitle: x\n",
                "beleg:\n  ignore:\n    - boilerplate\n    - open-quote\ntitle: x\n",
            ),
            ("beleg:\n  ignore: [\n    boilerplate,\n  ]\n", "beleg:\n  ignore: [\n    boilerplate,\n  open-quote]\n"),
            ("beleg:\n   later: 1\n", "beleg:\n   ignore: [open-quote]\n   later: 1\n"),
            ("beleg: {later: 1}\n", "beleg: {ignore: [open-quote], later: 1}\n"),
            ("beleg: {}\n", "beleg: {ignore: [open-quote]}\n"),
            ("beleg:\n", "beleg:\n  ignore: [open-quote]\n"),
        ] {
            let article = |head: &str| format!("---\n{head}---\nText\n");
            edited(&article(before), Some(&article(after)));
            edited(&article(before).replace('\n', "\r\n"), Some(&article(after).replace('\n', "\r\n")));
        }
    }

    #[test]
    fn a_head_that_is_not_understood_is_left_to_people() {
        edited("---\nbeleg: yes\n---\nText\n", None);
        edited("---\ntitle: [x\n---\nText\n", None);
    }
}
