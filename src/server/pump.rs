//! Moves messages between the wire and the service. Notifications run one after the other, in their order. Requests are
//! begun in that order too, so that each takes its snapshot at its arrival, and finish when they finish. A panic in one
//! becomes an error reply; a message that is none is answered or skipped.

use std::future::{Future, poll_fn};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::process::ExitCode;
use std::task::Poll;
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use super::frames::Frames;
use super::outbox::Outbox;
use super::tolerance;

/// How long answers that are being worked out may still take when the client has said `exit` or is gone.
const GRACE: Duration = Duration::from_secs(1);

/// Serves until `exit` or the end of the input, on the thread that reads: what is asked for is begun without a detour.
/// Success if the client had asked for a shutdown before, as the protocol wants it.
pub fn serve<S, E>(runtime: &Runtime, mut service: S, input: impl Read, outbox: &Outbox) -> ExitCode
where
    S: Service<Request, Response = Option<Response>, Error = E>,
    S::Future: Send + 'static,
    E: Send + 'static,
{
    let _within = runtime.enter();
    let mut frames = Frames::new(input);
    let mut working = JoinSet::new();
    let mut shut_down = false;
    while let Some(body) = frames.next() {
        outbox.room();
        while working.try_join_next().is_some() {}
        let message = tolerance::message(&body).map_or_else(
            || {
                frames.reread();
                Message::Broken { id: Id::Null, error: Error::parse_error() }
            },
            Message::of,
        );
        let request = match message {
            Message::Request(request) => request,
            Message::Answer { id, result } => {
                outbox.answered(&id, result);
                continue;
            }
            Message::Broken { id, error } => {
                outbox.respond(&Response::from_error(id, error));
                continue;
            }
        };
        if request.method() == "exit" {
            break;
        }
        let asks_to_shut_down = request.method() == "shutdown";
        let id = request.id().cloned();
        let mut answer = Box::pin(guarded(service.call(request), id.clone()));
        if id.is_none() {
            runtime.block_on(answer);
        } else if let Poll::Ready(response) = runtime.block_on(poll_fn(|cx| Poll::Ready(answer.as_mut().poll(cx)))) {
            shut_down |= asks_to_shut_down && response.as_ref().is_some_and(Response::is_ok);
            response.iter().for_each(|response| outbox.respond(response));
        } else {
            let outbox = outbox.clone();
            working.spawn(async move { answer.await.iter().for_each(|response| outbox.respond(response)) });
        }
    }
    // Answers that are on their way may still be wanted, as when a script feeds the server and ends.
    runtime.block_on(async {
        let _ = tokio::time::timeout(GRACE, async { while working.join_next().await.is_some() {} }).await;
    });
    if shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What can come in.
enum Message {
    Request(Request),
    /// To something that the server asked; `None` for an error.
    Answer {
        id: Value,
        result: Option<Value>,
    },
    Broken {
        id: Id,
        error: Error,
    },
}

impl Message {
    fn of(value: Value) -> Self {
        let id = value.get("id").cloned();
        if value.get("method").is_none()
            && let Some(id) = &id
            && (value.get("result").is_some() || value.get("error").is_some())
        {
            return Self::Answer { id: id.clone(), result: value.get("result").cloned() };
        }
        let id = id.and_then(|id| serde_json::from_value(id).ok()).unwrap_or(Id::Null);
        match serde_json::from_value::<Request>(value) {
            Ok(request) if !request.method().is_empty() => Self::Request(request),
            _ => Self::Broken { id, error: Error::invalid_request() },
        }
    }
}

/// The response, or an error in its place where the handler panics.
async fn guarded<E>(answer: impl Future<Output = Result<Option<Response>, E>>, id: Option<Id>) -> Option<Response> {
    let mut answer = std::pin::pin!(answer);
    let mut poll = |cx: &mut std::task::Context<'_>| {
        let answer: Pin<&mut _> = answer.as_mut();
        // What the handler held is dropped with it; shared state recovers from poisoned locks.
        catch_unwind(AssertUnwindSafe(|| answer.poll(cx))).map_or_else(|_| Poll::Ready(None), |poll| poll.map(Some))
    };
    match poll_fn(&mut poll).await {
        // The service has nothing to say to an unknown `$/method`, also where that is a request.
        Some(response) => {
            response.ok().flatten().or_else(|| id.map(|id| Response::from_error(id, Error::method_not_found())))
        }
        None => id.map(|id| Response::from_error(id, Error::internal_error())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tower_lsp::jsonrpc::Result;
    use tower_lsp::ls_types::*;
    use tower_lsp::{LanguageServer, LspService};

    use super::super::frames;
    use super::*;

    /// Panics at once on hover, after a while on references, never answers a definition, and answers symbols.
    struct Trap;

    impl LanguageServer for Trap {
        async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
            Ok(InitializeResult::default())
        }

        async fn shutdown(&self) -> Result<()> {
            Ok(())
        }

        async fn did_save(&self, _: DidSaveTextDocumentParams) {
            panic!("in a notification");
        }

        async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
            panic!("at once");
        }

        async fn references(&self, _: ReferenceParams) -> Result<Option<Vec<Location>>> {
            tokio::task::yield_now().await;
            panic!("later");
        }

        async fn goto_definition(&self, _: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
            std::future::pending().await
        }

        async fn document_symbol(&self, _: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
            Ok(None)
        }
    }

    /// What the server says to these messages, by id.
    fn answers(messages: &[Value]) -> (std::collections::BTreeMap<i64, Value>, ExitCode) {
        let mut input = Vec::new();
        for message in messages {
            frames::write(&mut input, message.to_string().as_bytes()).unwrap();
        }
        let outbox = Outbox::default();
        let (service, _) = LspService::new(|_| Trap);
        let runtime = super::super::runtime().unwrap();
        let code = serve(&runtime, service, std::io::Cursor::new(input), &outbox);
        outbox.close();
        let mut output = Vec::new();
        outbox.drain(&mut output);
        let mut answers = std::collections::BTreeMap::new();
        for body in Frames::new(&*output) {
            let answer: Value = serde_json::from_slice(&body).unwrap();
            assert!(answers.insert(answer["id"].as_i64().unwrap(), answer).is_none(), "two answers to one request");
        }
        (answers, code)
    }

    #[test]
    fn every_request_gets_one_answer_whatever_happens_in_it() {
        let document = json!({"textDocument": {"uri": "file:///a"}, "position": {"line": 0, "character": 0}, "context": {"includeDeclaration": true}});
        let request = |id: i64, method: &str, params: &Value| json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        let (answers, code) = answers(&[
            request(1, "initialize", &json!({"capabilities": {}})),
            request(2, "textDocument/hover", &document),
            request(3, "textDocument/references", &document),
            json!({"jsonrpc": "2.0", "method": "textDocument/didSave", "params": document}),
            request(4, "textDocument/definition", &document),
            json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 4}}),
            request(5, "textDocument/documentSymbol", &document),
            request(6, "textDocument/hover", &json!("nonsense")),
            json!({"jsonrpc": "2.0", "id": 7, "method": "shutdown"}),
            json!({"jsonrpc": "2.0", "method": "exit"}),
        ]);
        let codes: Vec<_> = answers.iter().map(|(id, answer)| (*id, answer["error"]["code"].as_i64())).collect();
        let expected = [
            (1, None),
            (2, Some(-32603)),
            (3, Some(-32603)),
            (4, Some(-32800)),
            (5, None),
            (6, Some(-32602)),
            (7, None),
        ];
        assert_eq!(codes, expected);
        assert_eq!(code, ExitCode::SUCCESS);
    }
}
