//! beleg: what backs a news text.
//!
//! The library behind the `beleg` program. Modules stand in tiers, and arrows point one way only:
//! `cli, server → checks, features, export → desk → archive, ledger, kb → analysis → text → lang`; `messages` serves the upper tiers.
//! `tests/architecture.rs` fails where an import runs against them. ARCHITECTURE.md walks through the house.

pub mod analysis;
pub mod archive;
pub mod checks;
pub mod cli;
pub mod desk;
pub mod export;
pub mod features;
pub mod kb;
pub mod lang;
pub mod ledger;
pub mod messages;
pub mod server;
pub mod text;

/// Reading an article asks for some thousand small pieces of memory. Of the time that all of it takes, the allocator of
/// glibc costs a sixth more than this one.
#[cfg(not(windows))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
