//! What type an item has: that of the nearest class above it in `classes.tsv`.

use std::collections::VecDeque;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::item::number;
use crate::kb::model::EntityType;

/// The rows of the list: a class, and its type; `None` for what is about Wikipedia itself.
static CLASSES: LazyLock<Vec<(u32, Option<EntityType>)>> = LazyLock::new(|| {
    let rows = include_str!("classes.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        Some((number(columns.next()?)?, EntityType::of_tag(columns.next()?)))
    })
    .collect()
});

/// The types of all classes that have one.
pub struct Types(FxHashMap<u32, Nearest>);

/// How many steps a class is away from one of the list, and which: the smaller the better.
type Nearest = (u32, usize);

impl Types {
    /// Out of pairs of a class and one above it.
    pub fn of(mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable_by_key(|&(class, above)| (above, class));
        let mut nearest = FxHashMap::default();
        let mut next: VecDeque<(u32, Nearest)> =
            CLASSES.iter().enumerate().map(|(row, (class, _))| (*class, (0, row))).collect();
        while let Some((class, (steps, row))) = next.pop_front() {
            if nearest.contains_key(&class) {
                continue;
            }
            nearest.insert(class, (steps, row));
            let start = pairs.partition_point(|&(_, above)| above < class);
            let below = pairs[start..].iter().take_while(|&&(_, above)| above == class);
            next.extend(below.map(|&(below, _)| (below, (steps + 1, row))));
        }
        Self(nearest)
    }

    /// The type of an item of these classes.
    pub fn type_of(&self, classes: &[u32]) -> Type {
        match classes.iter().filter_map(|class| self.0.get(class)).min() {
            None => Type::Unknown,
            Some(&(_, row)) => CLASSES[row].1.map_or(Type::None, Type::Known),
        }
    }
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Known(EntityType),
    /// Something without a name of its own: a word.
    Unknown,
    /// A page of Wikipedia, and nothing in the world.
    None,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_class_tells_the_type() {
        // a club is a kind of organisation, and somewhat further off of a place
        let types = Types::of(vec![(1, 43229), (2, 1), (1, 900), (900, 901), (901, 2221906)]);
        assert_eq!(types.type_of(&[2]), Type::Known(EntityType::Organisation));
        assert_eq!(types.type_of(&[900]), Type::Known(EntityType::Place));
        assert_eq!(types.type_of(&[77]), Type::Unknown);
        assert_eq!(types.type_of(&[4167410, 5]), Type::None, "of several the first in the list");
        assert_eq!(Types::of(vec![(3, 4), (4, 3)]).type_of(&[3]), Type::Unknown, "circles end");
    }

    #[test]
    fn every_row_has_an_id_and_a_type() {
        let rows = include_str!("classes.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(CLASSES.len(), rows.clone().count());
        let unknown = rows.filter(|row| row.split('\t').nth(1) != Some("-"));
        assert_eq!(CLASSES.iter().filter(|(_, kind)| kind.is_some()).count(), unknown.count());
    }
}
