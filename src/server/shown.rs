//! One line of the list that an editor shows. A large article has thousands of them, and all go over the wire at each
//! edit: so they are written by hand, without a detour over the protocol's own type.

use std::sync::Arc;

use serde::Serialize;
use tower_lsp::ls_types::*;

/// A finding or a notice, as the editor shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub range: Range,
    pub severity: DiagnosticSeverity,
    pub code: &'static str,
    pub message: Arc<str>,
    pub related: Vec<DiagnosticRelatedInformation>,
    pub faded: bool,
}

const SOURCE: &str = "beleg";

impl Shown {
    /// Something about the file itself.
    pub fn notice(code: &'static str, range: Range, message: impl Into<Arc<str>>) -> Self {
        let severity = DiagnosticSeverity::WARNING;
        Self { range, severity, code, message: message.into(), related: vec![], faded: false }
    }

    /// Writes it as JSON, as the protocol wants a diagnostic.
    pub fn write(&self, out: &mut Vec<u8>) {
        let Range { start, end } = self.range;
        field(out, br#"{"range":{"start":{"line":"#, &start.line);
        field(out, br#","character":"#, &start.character);
        field(out, br#"},"end":{"line":"#, &end.line);
        field(out, br#","character":"#, &end.character);
        field(out, br#"}},"severity":"#, &self.severity);
        field(out, br#","code":"#, self.code);
        field(out, br#","source":"#, SOURCE);
        field(out, br#","message":"#, &*self.message);
        if !self.related.is_empty() {
            field(out, br#","relatedInformation":"#, &self.related);
        }
        if self.faded {
            field(out, br#","tags":"#, &[DiagnosticTag::UNNECESSARY]);
        }
        out.push(b'}');
    }
}

/// A piece of JSON as it stands, and a value behind it.
pub fn field(out: &mut Vec<u8>, before: &[u8], value: &(impl Serialize + ?Sized)) {
    out.extend_from_slice(before);
    serde_json::to_writer(out, value).expect("plain values are written, and memory does not refuse");
}

impl From<Shown> for Diagnostic {
    fn from(shown: Shown) -> Self {
        Self {
            range: shown.range,
            severity: Some(shown.severity),
            code: Some(NumberOrString::String(shown.code.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: shown.message.to_string(),
            related_information: (!shown.related.is_empty()).then_some(shown.related),
            tags: shown.faded.then(|| vec![DiagnosticTag::UNNECESSARY]),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_is_written_is_what_the_protocol_means() {
        let range = |line| Range::new(Position::new(line, 0), Position::new(line, u32::MAX));
        let location = Location::new("file:///a%20b.txt".parse().unwrap(), range(7));
        let related = DiagnosticRelatedInformation { location, message: "„auch hier“".to_owned() };
        let plain = Shown::notice("front-matter", range(0), "\"Ein\\Satz\"\n\t\u{1}\u{2028}😀");
        let full = Shown { related: vec![related], faded: true, severity: DiagnosticSeverity::HINT, ..plain.clone() };
        for shown in [plain, full] {
            let mut written = Vec::new();
            shown.write(&mut written);
            let meant = serde_json::to_value(Diagnostic::from(shown)).unwrap();
            assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), meant);
        }
    }
}
