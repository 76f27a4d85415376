//! What was worked out from a stretch of text, kept from one version of an article to the next: an edit works out anew
//! only what it touched. It must not know what is kept.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

/// Values by a key that says what they were made from.
pub struct Kept<T>(FxHashMap<u64, Arc<T>>);

impl<T> std::fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys are in no order.
        f.debug_tuple("Kept").field(&self.0.len()).finish()
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T> Kept<T> {
    /// Room for so many.
    pub fn with_capacity(count: usize) -> Self {
        Self(FxHashMap::with_capacity_and_hasher(count, Default::default()))
    }

    /// The value of a key: one that is here or was here `before`, else made anew. Keys may collide; `same` tells
    /// whether a value is the right one.
    pub fn take(
        &mut self,
        key: u64,
        before: Option<&Self>,
        same: impl Fn(&T) -> bool,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        if let Some(here) = self.0.get(&key).filter(|value| same(value)) {
            return here.clone();
        }
        let known = before.and_then(|before| before.0.get(&key)).filter(|value| same(value));
        let value = known.cloned().unwrap_or_else(|| Arc::new(make()));
        self.0.insert(key, value.clone());
        value
    }
}

/// A hash to look things up by: fast, and the same in every run.
pub fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
