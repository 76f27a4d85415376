//! Everything that goes to the client passes through here, in order, and nobody ever waits for the client to read it.
//! Diagnostics of a document that still wait are replaced by newer ones, and the same are not sent twice in a row. Only a
//! client that reads nothing at all is read no more itself once too much waits for it.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::Response;
use tower_lsp::ls_types::Uri;
use tower_lsp::ls_types::notification::{Notification, PublishDiagnostics};
use tower_lsp::ls_types::request::Request;

use super::frames;
use super::shown::{Shown, field};

/// A client that has not answered by then will not.
const PATIENCE: Duration = Duration::from_secs(20);

/// While more bytes than this wait for the client, no more is read from it: several of the longest lists.
const ROOM: usize = 64 << 20;

/// About so many bytes are a list and a finding in it.
const OF_A_LIST: usize = 256;
const OF_A_FINDING: usize = 256;

/// The way to the client. Copies lead to the same place.
#[derive(Clone, Default)]
pub struct Outbox(Arc<Shared>);

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    filled: Condvar,
    emptied: Condvar,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Queue {
    messages: VecDeque<Message>,
    bytes: usize,
    closed: bool,
    /// The list that was published last for each document, as a hash.
    published: HashMap<Uri, u64>,
}

/// Diagnostics of one document, written out and ready to be published.
pub struct List {
    uri: Uri,
    body: Vec<u8>,
    hash: u64,
}

impl List {
    /// Writes a list out; with its version, if the document is open.
    pub fn new(uri: Uri, version: Option<i32>, list: &[Shown]) -> Self {
        let mut body = Vec::with_capacity(OF_A_LIST + list.len() * OF_A_FINDING);
        field(&mut body, br#"{"jsonrpc":"2.0","method":"#, PublishDiagnostics::METHOD);
        field(&mut body, br#","params":{"uri":"#, &uri);
        if let Some(version) = version {
            field(&mut body, br#","version":"#, &version);
        }
        body.extend_from_slice(br#","diagnostics":["#);
        for (at, shown) in list.iter().enumerate() {
            if at > 0 {
                body.push(b',');
            }
            shown.write(&mut body);
        }
        body.extend_from_slice(b"]}}");
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(&body);
        Self { uri, body, hash }
    }
}

struct Message {
    /// For diagnostics: whose.
    about: Option<Uri>,
    body: Vec<u8>,
}

/// A request, or without an id a notification. Written straight to bytes: a list of findings may be long.
#[derive(Serialize)]
struct Call<P> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    method: &'static str,
    params: P,
}

#[derive(Default)]
struct Asked {
    last: i64,
    waiting: HashMap<i64, oneshot::Sender<Value>>,
}

impl Outbox {
    /// Answers a request.
    pub fn respond(&self, response: &Response) {
        self.put(response);
    }

    /// Sends a notification.
    pub fn notify<N: Notification>(&self, params: N::Params) {
        self.put(&Call { jsonrpc: "2.0", id: None, method: N::METHOD, params });
    }

    /// Publishes diagnostics, in place of any for the same document that were not sent yet. A client that was told the
    /// same before is not told again.
    pub fn publish(&self, List { uri, body, hash }: List) {
        let mut queue = locked(&self.0.queue);
        if queue.closed || queue.published.insert(uri.clone(), hash) == Some(hash) {
            return;
        }
        if let Some(at) = queue.messages.iter().position(|waiting| waiting.about.as_ref() == Some(&uri))
            && let Some(old) = queue.messages.remove(at)
        {
            queue.bytes -= old.body.len();
        }
        self.post(queue, Message { about: Some(uri), body });
    }

    /// Asks the client. `None` if it refuses, answers nonsense or does not answer in time.
    /// Only for tasks of their own: nothing that serves the client may wait for the client.
    pub async fn ask<R: Request>(&self, params: R::Params) -> Option<R::Result> {
        let (sender, answer) = oneshot::channel();
        let id = {
            let mut asked = locked(&self.0.asked);
            asked.last += 1;
            let id = asked.last;
            asked.waiting.insert(id, sender);
            id
        };
        self.put(&Call { jsonrpc: "2.0", id: Some(id), method: R::METHOD, params });
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        locked(&self.0.asked).waiting.remove(&id);
        serde_json::from_value(answer.ok()?.ok()?).ok()
    }

    /// Hands an answer of the client to whoever asked; an error counts as no answer.
    pub fn answered(&self, id: &Value, result: Option<Value>) {
        let asked = id.as_i64().and_then(|id| locked(&self.0.asked).waiting.remove(&id));
        if let (Some(sender), Some(result)) = (asked, result) {
            // Whoever asked may have given up.
            let _ = sender.send(result);
        }
    }

    /// Waits while too much waits for the client.
    pub fn room(&self) {
        let full = |queue: &mut Queue| queue.bytes > ROOM;
        let queue = self.0.emptied.wait_while(locked(&self.0.queue), full);
        drop(queue.unwrap_or_else(PoisonError::into_inner));
    }

    /// No more messages; [`Outbox::drain`] ends once it has written what there is.
    pub fn close(&self) {
        locked(&self.0.queue).closed = true;
        self.0.filled.notify_all();
    }

    /// Writes messages until the outbox is closed. Where the client does not take them any more, there will be no more.
    pub fn drain(&self, mut output: impl Write) {
        while let Some(message) = self.take() {
            if frames::write(&mut output, &message.body).is_err() {
                self.close();
                let mut queue = locked(&self.0.queue);
                queue.messages.clear();
                queue.bytes = 0;
            }
            self.0.emptied.notify_all();
        }
    }

    fn take(&self) -> Option<Message> {
        let queue = locked(&self.0.queue);
        let idle = |queue: &mut Queue| queue.messages.is_empty() && !queue.closed;
        let mut queue = self.0.filled.wait_while(queue, idle).unwrap_or_else(PoisonError::into_inner);
        let message = queue.messages.pop_front()?;
        queue.bytes -= message.body.len();
        Some(message)
    }

    fn put(&self, message: &impl Serialize) {
        if let Ok(body) = serde_json::to_vec(message) {
            self.post(locked(&self.0.queue), Message { about: None, body });
        }
    }

    fn post(&self, mut queue: MutexGuard<'_, Queue>, message: Message) {
        if queue.closed {
            return;
        }
        queue.bytes += message.body.len();
        queue.messages.push_back(message);
        self.0.filled.notify_one();
    }
}

/// Nothing here is left half done by a panic, so a poisoned lock is as good as any.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is sent of these documents and versions, when they are published in a row.
    fn sent(published: &[(&str, i32)]) -> Vec<(String, i64)> {
        let outbox = Outbox::default();
        for (uri, version) in published {
            outbox.publish(List::new(uri.parse().unwrap(), Some(*version), &[]));
        }
        outbox.close();
        let mut wire = Vec::new();
        outbox.drain(&mut wire);
        let sent = frames::Frames::new(&*wire).map(|body| {
            let params = &serde_json::from_slice::<Value>(&body).unwrap()["params"];
            (params["uri"].as_str().unwrap().to_owned(), params["version"].as_i64().unwrap())
        });
        sent.collect()
    }

    #[test]
    fn waiting_diagnostics_are_replaced() {
        let sent = sent(&[("file:///a", 1), ("file:///b", 1), ("file:///a", 2)]);
        assert_eq!(sent, [("file:///b".to_owned(), 1), ("file:///a".to_owned(), 2)]);
    }

    #[test]
    fn what_was_told_is_not_told_again() {
        // Told again, the first would stand behind the second.
        let sent = sent(&[("file:///a", 1), ("file:///b", 1), ("file:///a", 1)]);
        assert_eq!(sent, [("file:///a".to_owned(), 1), ("file:///b".to_owned(), 1)]);
    }
}
