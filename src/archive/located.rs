//! Which places an article puts into which regions: what the archive keeps of that, to compare it with what others say.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entry::one_line;
use crate::analysis::{Analysis, regions};
use crate::lang::folding::fold_name;
use crate::text::Span;

/// A place, and the region into which an article puts it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Located {
    /// Both names, with what stands between them.
    pub span: Span,
    /// The place, as it is written.
    pub place: Box<str>,
    /// The words for the region: `Landkreis Stade`.
    pub region: Box<str>,
    /// The entity that these name.
    pub entity: Option<Arc<str>>,
}

impl Located {
    /// The places of an article whose regions it tells, in order.
    pub fn all(text: &str, analysis: &Analysis) -> Vec<Self> {
        let located = regions::located(analysis).into_iter();
        let kept = |regions::Located { place, region, entity }| Self {
            span: place.hull(region),
            place: one_line(place.of(text)).into(),
            region: one_line(region.of(text)).into(),
            entity,
        };
        located.map(kept).collect()
    }

    /// By what articles are found that tell where this place lies.
    pub fn key(&self) -> String {
        fold_name(&self.place)
    }
}
