//! What several tests share: a language for fixtures, and a client that drives the real server.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod client;
pub mod fixture;
pub mod folder;
pub mod model;
