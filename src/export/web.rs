//! What people decided about articles as a [W3C Web Annotation](https://www.w3.org/TR/annotation-protocol/) collection of
//! one page, which `beleg import` and others read. Reasons that are private are in no annotation, and so not here.

use std::io::{Result, Write};

use super::{Item, Rule, Stream};

/// One collection.
#[derive(Default)]
pub struct Collection {
    any: bool,
}

impl Stream for Collection {
    fn begin(&mut self, _: &[Rule], out: &mut dyn Write) -> Result<()> {
        let head = r#"{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationCollection","label":"beleg","first":{"type":"AnnotationPage","startIndex":0,"items":["#;
        write!(out, "{head}")
    }

    fn article(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<()> {
        for remark in &item.reading.trail {
            let comma = if std::mem::replace(&mut self.any, true) { "," } else { "" };
            write!(out, "{comma}\n{}", remark.annotation.json(None))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "\n]}}}}")
    }
}
