//! Of which article a line speaks, told without reading the rest of it: a sidecar may have hundreds of thousands of lines,
//! and an editor asks for one article at a time.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// The article that an annotation is about: the `source` of its target. An error where the line is no JSON.
pub fn article(line: &str) -> serde_json::Result<Option<Cow<'_, str>>> {
    #[derive(serde::Deserialize)]
    struct Head<'a> {
        #[serde(borrow, default)]
        target: Named<'a>,
    }
    // a list or a number is JSON too, and no annotation
    if !line.starts_with('{') {
        return serde_json::from_str::<IgnoredAny>(line).map(|_| None);
    }
    serde_json::from_str::<Head<'_>>(line).map(|head| head.target.0)
}

/// The name of a thing, given by itself or by its `source` or `id`.
#[derive(Default)]
struct Named<'a>(Option<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for Named<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfThing)
    }
}

struct OfThing;

impl<'de> Visitor<'de> for OfThing {
    type Value = Named<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name or a thing that has one")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Named(Some(name.into())))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Named(Some(name.to_owned().into())))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = Named(None);
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "source" => found = map.next_value()?,
                "id" if found.0.is_none() => found = map.next_value()?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(found)
    }

    fn visit_seq<S: serde::de::SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Named(None))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Named(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Named(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Named(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Named(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Named(None))
    }
}
