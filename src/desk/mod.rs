//! Where everything meets that an answer needs: settings, the open documents, the archive and the names that are known.
//! It reads files; it must not know checks, what an editor asks, or the protocol it asks in.

pub mod layer;
pub mod settings;

pub use settings::Settings;
