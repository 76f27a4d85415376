//! How a desk writes names: its list knows whose they are, by the knowledge base or by the letters. For
//! [`super::name_variant`], which tells of other spellings.

use std::sync::Arc;

use super::CheckContext;
use super::name_variant::{is_spelled_as, is_variant, words};
use crate::analysis::Mention;
use crate::lang::folding::fold_name;
use crate::lang::respelling::{Respelling, Style, stems};

/// The names that a desk has settled.
pub struct House<'a> {
    names: Vec<(&'a str, Vec<Arc<str>>)>,
    style: Style,
}

impl<'a> House<'a> {
    /// Those of the settings.
    pub fn of(cx: &'a CheckContext<'_>) -> Self {
        let ids = |name| cx.kb.named(name).iter().map(|entity| entity.id.clone()).collect();
        let names = cx.settings.house_spellings().map(|name| (name, ids(name))).collect();
        Self { names, style: Style::of(&cx.article.text, cx.analysis.lang.0) }
    }

    /// Whether a name of the article is one of the house's.
    pub fn judges(&self, name: &str, mention: &Mention) -> Option<Verdict<'a>> {
        let folded = |name: &str| fold_name(&words(name).concat());
        self.names.iter().find_map(|(house, ids)| {
            let known = mention.entity.as_ref().is_some_and(|entity| ids.contains(entity));
            let other = bare(name)
                .into_iter()
                .find(|bare| is_variant(bare, house, mention.kind) && (known || folded(bare) == folded(house)));
            match other {
                Some(bare) => Some(Verdict::Other { house, instead: self.respelled(name, &bare, house) }),
                None => (known && is_spelled_as(name, house)).then_some(Verdict::Right),
            }
        })
    }

    fn respelled(&self, name: &str, bare: &str, house: &str) -> Option<String> {
        let parts: Vec<&str> = house.split_whitespace().collect();
        let shorter = words(bare).len() < words(house).len();
        let first = if shorter { parts.len().checked_sub(bare.split_whitespace().count())? } else { 0 };
        let mut written: Vec<&str> = name.split_whitespace().collect();
        let changes = Respelling::new(bare, &parts[first..].join(" "), None).changes(&written, false, self.style);
        for change in changes.iter().rev() {
            written.splice(change.words.clone(), [&*change.text]);
        }
        Some(written.join(" ")).filter(|new| new != name)
    }
}

/// How a name of the house is written.
pub enum Verdict<'a> {
    Right,
    /// As the house does not; with what to write in its place, if that is certain.
    Other {
        house: &'a str,
        instead: Option<String>,
    },
}

/// A name as it stands, and as it may be without a case ending.
fn bare(name: &str) -> Vec<String> {
    let before = name.trim_end_matches(|c: char| !c.is_whitespace()).len();
    stems(&name[before..]).iter().map(|last| [&name[..before], last].concat()).collect()
}
