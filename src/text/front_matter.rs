//! The YAML block at the head of an article, in `.md` and `.txt` alike.

use super::{PartialDate, Span};
use crate::lang::Lang;

/// What the head of an article says about it. Unknown keys are left alone.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// From the first `---` to the line end after the last; `None` where there is no front matter.
    pub span: Option<Span>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub date: Option<PartialDate>,
    pub updated: Option<PartialDate>,
    pub lang: Option<Lang>,
    pub source_url: Option<String>,
    /// What is wrong with it, in YAML's words, and where; the rest of the article is read all the same.
    pub error: Option<(Span, String)>,
}
