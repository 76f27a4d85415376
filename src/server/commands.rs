//! What a client can have done by name: each command finds its argument, its snapshot and its thread here. What it does
//! stands in [`super::annotating`] and [`super::asking`].

use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ApplyWorkspaceEditParams, ExecuteCommandParams, Uri, request};

use super::actions::{self, no_place};
use super::annotating::{self, Annotate};
use super::asking::{self, About};
use super::backend::Backend;
use super::workspace;

/// Every command, by its name.
pub const ALL: [&str; 11] = [
    actions::APPLY,
    annotating::ANNOTATE,
    asking::CARD,
    asking::CHECK,
    asking::INDEX,
    annotating::RESOLVE,
    asking::SERIES,
    asking::STATUS,
    annotating::TRAIL,
    annotating::UNDO,
    annotating::WITHDRAW,
];

fn argument<T: DeserializeOwned>(argument: Value) -> Result<T> {
    serde_json::from_value(argument).map_err(|error| Error::invalid_params(error.to_string()))
}

impl Backend {
    /// Does what a command says.
    pub(super) async fn execute(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        let given = params.arguments.into_iter().next().unwrap_or_default();
        match &*params.command {
            actions::APPLY => self.apply(given),
            annotating::ANNOTATE | annotating::RESOLVE | annotating::UNDO | annotating::WITHDRAW => {
                self.decide(&params.command, given).await
            }
            _ => self.ask(&params.command, given).await,
        }
    }

    /// Asks the client to apply an edit, and does not wait for that.
    fn apply(&self, given: Value) -> Result<Option<Value>> {
        let params = ApplyWorkspaceEditParams { label: None, edit: argument(given)? };
        let outbox = self.session.outbox.clone();
        Handle::current().spawn(async move { outbox.ask::<request::ApplyWorkspaceEdit>(params).await });
        Ok(None)
    }

    /// Changes what is kept beside articles, and puts it in force.
    async fn decide(&self, command: &str, given: Value) -> Result<Option<Value>> {
        let runtime = Handle::current();
        let (session, desk) = (self.session.clone(), self.session.snapshot());
        let done = match command {
            annotating::ANNOTATE => {
                let annotate: Annotate = argument(given)?;
                let (uri, closed) = (annotate.uri.clone(), no_place(&desk));
                let done = self.answer(&uri, move |question| annotating::annotate(question, annotate));
                done.await?.unwrap_or(Err(closed))
            }
            annotating::RESOLVE => {
                let named = argument(given)?;
                self.apart(move |_| Ok(annotating::resolve(&session, &desk, named))).await?
            }
            annotating::WITHDRAW => {
                let named = argument(given)?;
                self.apart(move |_| Ok(annotating::withdraw(&session, &desk, named))).await?
            }
            _ => self.apart(move |_| Ok(annotating::undo(&session, &desk))).await?,
        };
        if done.is_ok() {
            workspace::reconfigure(&self.session, &runtime);
        }
        done.map(Some)
    }

    /// Answers and changes nothing.
    async fn ask(&self, command: &str, given: Value) -> Result<Option<Value>> {
        let (session, desk) = (self.session.clone(), self.session.snapshot());
        match command {
            asking::CARD | asking::SERIES => {
                let about: About = argument(given)?;
                let card = command == asking::CARD;
                let answer = match about {
                    About::Place { uri, position } if card => {
                        self.answer(&uri, move |question| asking::card_at(question, position)).await?
                    }
                    About::Place { uri, position } => {
                        self.answer(&uri, move |question| asking::series_at(question, position)).await?
                    }
                    About::Name { name } if card => Some(asking::card_of(&desk, &name)),
                    About::Unit { unit } if !card => {
                        Some(self.apart(move |cancel| asking::series_of(&session, &desk, &unit, cancel)).await?)
                    }
                    About::Name { .. } | About::Unit { .. } => {
                        return Err(Error::invalid_params("a card has a `name`, a series a `unit`"));
                    }
                };
                Ok(answer)
            }
            asking::CHECK => self.apart(move |cancel| asking::findings(&session, &desk, cancel)).await.map(Some),
            asking::INDEX => {
                workspace::index(&session, &Handle::current());
                Ok(None)
            }
            asking::STATUS => {
                let asked: asking::Of = if given.is_null() { asking::Of::default() } else { argument(given)? };
                let document = match asked.uri {
                    Some(uri) => self.answer(&uri, asking::counts).await?,
                    None => None,
                };
                Ok(Some(asking::status(&session, &desk, document)))
            }
            annotating::TRAIL => {
                let uri: Uri = argument::<annotating::Of>(given)?.uri;
                self.answer(&uri, annotating::list).await
            }
            name => Err(Error::invalid_params(format!("no command: {name}"))),
        }
    }
}
