//! Where everything meets that an answer needs: settings, the open documents, the archive and the names that are known.
//! It reads files; it must not know checks, what an editor asks, or the protocol it asks in.

mod adrift;
pub mod analyse;
pub mod backing;
pub mod corrections;
pub mod documents;
pub mod files;
pub mod found;
pub mod index;
pub mod layer;
pub mod library;
pub mod links;
pub mod packs;
pub mod pages;
pub mod settings;
pub mod sidecar;
pub mod snapshot;
pub mod switch;
pub mod trail;

pub use analyse::Reading;
pub use documents::{Document, Documents};
pub use found::{Found, Sighting};
pub use links::Links;
pub use packs::Packs;
pub use settings::Settings;
pub use sidecar::Sidecars;
pub use snapshot::Snapshot;
pub use trail::{Remark, Standing};

/// Where a workspace folder keeps what is our own.
pub const OWN_FOLDER: &str = ".beleg";
