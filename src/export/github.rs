//! Findings as workflow commands of GitHub Actions, which shows them beside the lines they belong to. What was dismissed
//! is left out: a command cannot say so.

use std::io::{Result, Write};

use super::{Finding, Item, Level, Region, Stream};

/// One command a line.
pub struct Commands;

impl Stream for Commands {
    fn article(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<()> {
        let told = item.findings.iter().filter(|finding| finding.dismissed.is_none());
        told.map(|finding| command(item, finding)).try_for_each(|command| writeln!(out, "{command}"))
    }
}

fn command(item: &Item<'_>, finding: &Finding) -> String {
    let word = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let Region { start, end, .. } = item.region(finding.span);
    let line = start.line + 1;
    // columns count only where both ends stand in one line
    let place = if start.line == end.line {
        format!("line={line},col={},endColumn={}", start.column + 1, end.column + 1)
    } else {
        format!("line={line},endLine={}", end.line + 1)
    };
    let file = property(&item.path.display().to_string());
    format!("::{word} file={file},{place},title={}::{}", property(finding.code), data(&finding.message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_a_command_early() {
        assert_eq!(property("a, b:\r\n100%"), "a%2C b%3A%0D%0A100%25");
        assert_eq!(data("a, b:\n::error::"), "a, b:%0A::error::");
    }
}
