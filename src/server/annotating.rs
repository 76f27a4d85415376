//! The commands that keep what people decide beside the articles. Any client can call them; each is one step, and
//! [`UNDO`] takes the last one back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Range, Uri};

use super::actions::{failed, no_place};
use super::convert;
use super::question::Question;
use super::session::Session;
use crate::analysis::{Cancel, Cancelled};
use crate::desk::sidecar::{self, Unwritable};
use crate::desk::{Snapshot, trail};
use crate::features::notices;
use crate::features::trail::told;
use crate::ledger::{Anchor, Annotation, Body, Ledger, Signature, Target, Verdict};
use crate::messages;

/// Keeps something about a place of an open article, or about all of it; answers with its id.
pub const ANNOTATE: &str = "beleg.annotate";
/// Takes an annotation back.
pub const WITHDRAW: &str = "beleg.withdraw";
/// Marks a note as answered.
pub const RESOLVE: &str = "beleg.resolve";
/// Takes back the last step of this session.
pub const UNDO: &str = "beleg.undo";
/// Answers with what was decided about an open article.
pub const TRAIL: &str = "beleg.trail";

/// So many steps can be taken back.
const STEPS: usize = 100;

/// The argument of [`ANNOTATE`].
#[derive(Serialize, Deserialize)]
pub struct Annotate {
    pub uri: Uri,
    /// Of the document that the range is in; without it, the newest.
    pub version: Option<i32>,
    /// `None` for the whole article.
    pub range: Option<Range>,
    pub body: Body,
}

/// The argument of [`WITHDRAW`] and [`RESOLVE`].
#[derive(Serialize, Deserialize)]
pub struct Named {
    pub uri: Uri,
    pub id: String,
}

/// The argument of [`TRAIL`].
#[derive(Deserialize)]
pub struct Of {
    pub uri: Uri,
}

/// Something that was changed in a sidecar, so that it can be taken back.
pub struct Step {
    folder: PathBuf,
    article: String,
    id: String,
    before: Option<Value>,
}

/// Keeps an annotation beside an open document; gives its id.
pub fn annotate(question: &Question, annotate: Annotate) -> std::result::Result<Result<Value>, Cancelled> {
    let Question { session, desk, document, cancel } = question;
    if annotate.version.is_some_and(|version| version != document.version) {
        return Ok(Err(no_place(desk)));
    }
    let place = annotate.range.map(|range| question.span(range));
    if place.is_some_and(|place| place.is_empty()) {
        return Ok(Err(no_place(desk)));
    }
    let reading = document.reading(desk, cancel)?;
    let facts = place.map(|place| desk.facts(&reading, place, cancel)).transpose()?;
    let (mut body, mut private) = (annotate.body, None);
    match &mut body {
        Body::Source(source) if !source.is_sound() => {
            return Ok(Err(failed(messages::text(desk.speaks, "sidecar.no-source", &[]))));
        }
        Body::Decision(decision) if decision.verdict == Verdict::Protected => private = decision.reason.take(),
        _ => {}
    }
    Ok(kept(session, desk, &document.path, |name| {
        let anchor = place.map(|place| Anchor::of(&reading.article.source, place));
        let on = Target { article: name.into(), article_id: reading.article.front.id.clone(), anchor, facts };
        Annotation::new(on, body, signature(desk))
    })
    .and_then(|(folder, id)| {
        let reason = private.map_or(Ok(()), |reason| sidecar::keep_private(&folder, &id, &reason));
        reason.map_err(|reason| not_kept(desk, &reason)).map(|()| json!({"id": id}))
    }))
}

/// Takes an annotation of an article back.
pub fn withdraw(session: &Session, desk: &Snapshot, Named { uri, id }: Named) -> Result<Value> {
    changed(session, desk, &convert::path(&uri), |name, ledger| {
        let step = ledger.state(name, &id).map(|before| (id.clone(), Some(before)));
        ledger.set(name, &id, None);
        step
    })
    .map(|_| Value::Null)
}

/// Marks a note of an article as answered.
pub fn resolve(session: &Session, desk: &Snapshot, Named { uri, id }: Named) -> Result<Value> {
    changed(session, desk, &convert::path(&uri), |name, ledger| {
        let before = ledger.state(name, &id);
        let mut annotation = ledger.on(name).into_iter().find(|annotation| annotation.id == id)?;
        let Body::Note { resolved, .. } = &mut annotation.body else { return None };
        *resolved = true;
        annotation.modified = Some(now());
        ledger.put(&annotation);
        Some((id.clone(), before))
    })
    .map(|_| Value::Null)
}

/// Takes the last step back; tells whether there was one.
pub fn undo(session: &Session, desk: &Snapshot) -> Result<Value> {
    let Some(Step { folder, article, id, before }) = session.with(|state| state.steps.pop()) else {
        return Ok(json!(false));
    };
    let undone = sidecar::change(&folder, |ledger| ledger.set(&article, &id, before.as_ref()));
    undone.map(|()| json!(true)).map_err(|reason| not_kept(desk, &reason))
}

/// What was decided about an open document.
pub fn list(question: &Question) -> std::result::Result<Value, Cancelled> {
    let reading = question.document.reading(&question.desk, &question.cancel)?;
    let lines = question.lines();
    let remarks = reading.trail.iter().map(|remark| {
        let annotation = &remark.annotation;
        json!({
            "id": annotation.id,
            "kind": annotation.tag(),
            "range": remark.place().filter(|_| remark.is_local()).map(|place| lines.range(place)),
            "inForce": remark.in_force().is_some(),
            "open": annotation.is_open(),
            "body": annotation.body,
            "told": told(remark, question.desk.speaks),
        })
    });
    Ok(remarks.collect())
}

/// A saved document has its annotations anchored anew, where the words around them or its name have changed; tells whether
/// any was.
pub fn follow(session: &Session, path: &Arc<Path>) -> bool {
    let desk = session.snapshot();
    let Some(document) = desk.documents.get(path) else { return false };
    let Ok(reading) = document.reading(&desk, &Cancel::default()) else { return false };
    let Some((folder, name)) = desk.sidecars.home(path) else { return false };
    let moved = trail::moved(&reading, &name);
    if moved.is_empty() {
        return false;
    }
    let follow = |ledger: &mut Ledger| {
        for (from, annotation) in &moved {
            let Some(before) = ledger.state(from, &annotation.id) else { continue };
            ledger.set(from, &annotation.id, None);
            ledger.set(&name, &annotation.id, Some(&annotation.json(Some(&before))));
        }
    };
    match sidecar::change(folder, follow) {
        Ok(()) => true,
        Err(reason) => {
            session.log(notices::not_kept(desk.speaks, &reason));
            false
        }
    }
}

/// Puts a new annotation into the sidecar of an article; gives its folder and its id.
fn kept(
    session: &Session,
    desk: &Snapshot,
    article: &Path,
    new: impl FnOnce(&str) -> Annotation,
) -> Result<(PathBuf, String)> {
    changed(session, desk, article, |name, ledger| {
        let annotation = new(name);
        let before = ledger.state(name, &annotation.id);
        ledger.put(&annotation);
        Some((annotation.id, before))
    })
}

/// Changes the sidecar of an article as one step; `change` gives the id of what it has changed and what stood there.
fn changed(
    session: &Session,
    desk: &Snapshot,
    article: &Path,
    change: impl FnOnce(&str, &mut Ledger) -> Option<(String, Option<Value>)>,
) -> Result<(PathBuf, String)> {
    let Some((folder, name)) = desk.sidecars.home(article) else {
        return Err(failed(messages::text(desk.speaks, "sidecar.no-folder", &[])));
    };
    let done = sidecar::change(folder, |ledger| change(&name, ledger)).map_err(|reason| not_kept(desk, &reason))?;
    let Some((id, before)) = done else { return Err(no_place(desk)) };
    let step = Step { folder: folder.to_path_buf(), article: name, id: id.clone(), before };
    session.with(|state| {
        let surplus = (state.steps.len() + 1).saturating_sub(STEPS);
        state.steps.drain(..surplus);
        state.steps.push(step);
    });
    Ok((folder.to_path_buf(), id))
}

fn not_kept(desk: &Snapshot, reason: &Unwritable) -> Error {
    failed(notices::not_kept(desk.speaks, reason))
}

/// Whoever the settings name signs, else whoever is logged in.
fn signature(desk: &Snapshot) -> Signature {
    let logged_in = || ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    let creator = desk.settings.creator().map(str::to_owned).or_else(logged_in);
    Signature { creator: creator.filter(|name| !name.is_empty()), created: Some(now()) }
}

fn now() -> String {
    let now = Timestamp::now();
    now.round(Unit::Second).unwrap_or(now).to_string()
}
