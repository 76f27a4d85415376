//! Figures as a table, one a row, for spreadsheets. What begins as a formula does there is defused as OWASP says, by a `'`
//! before it: a text like `-5 Grad` or `=1+1` stays a text. Numbers that are ours stay numbers.

use std::io::{Result, Write};

use super::{Item, Stream};
use crate::analysis::Figure;

const COLUMNS: [&str; 14] = [
    "file", "line", "start", "end", "text", "class", "value", "high", "unit", "approx", "as_of", "status", "source",
    "sentence",
];

/// Rows under a head.
pub struct Csv;

impl Stream for Csv {
    fn begin(&mut self, _: &[super::Rule], out: &mut dyn Write) -> Result<()> {
        rows(out, [COLUMNS.map(str::to_owned)])
    }

    fn article(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<()> {
        rows(out, item.reading.analysis.figures.iter().map(|figure| row(item, figure)))
    }
}

fn rows(out: &mut dyn Write, rows: impl IntoIterator<Item = [String; COLUMNS.len()]>) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    rows.into_iter().try_for_each(|row| table.write_record(row))?;
    table.flush()
}

fn row(item: &Item<'_>, figure: &Figure) -> [String; COLUMNS.len()] {
    let region = item.region(figure.span);
    let words = |text: Option<&str>| text.map(defused).unwrap_or_default();
    [
        defused(&item.path.display().to_string()),
        (region.start.line + 1).to_string(),
        region.points.start.to_string(),
        region.points.end.to_string(),
        defused(&item.words(figure.span)),
        figure.class.tag().to_owned(),
        figure.value.to_string(),
        figure.high.map_or(String::new(), |high| high.to_string()),
        words(figure.unit.as_deref()),
        figure.approx.tag().to_owned(),
        words(figure.as_of.as_deref()),
        figure.status.tag().to_owned(),
        words(figure.source.map(|source| item.line(source)).as_deref()),
        defused(&item.line(item.sentence(figure.span))),
    ]
}

/// A text that no spreadsheet takes for a formula.
fn defused(text: &str) -> String {
    const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        for (text, cell) in [("=1+1", "'=1+1"), ("-5 Grad", "'-5 Grad"), ("@x", "'@x"), ("5 – 7", "5 – 7"), ("", "")]
        {
            assert_eq!(defused(text), cell);
        }
    }
}
