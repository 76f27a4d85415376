//! Any bytes on the wire: how they are cut into pieces changes nothing, and a good frame behind them is found.
#![no_main]

use std::io::Read;

use beleg::server::frames::Frames;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const GOOD: &[u8] = b"Content-Length: 8\r\n\r\n{\"a\": 1}";

/// Hands out its bytes in pieces, as a pipe may.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

/// The bodies that are messages, read as the server reads them.
fn messages(stream: &[u8], piece: usize) -> Vec<Value> {
    let mut frames = Frames::new(Drip(stream, piece));
    let mut messages = Vec::new();
    while let Some(body) = frames.next() {
        match serde_json::from_slice(&body) {
            Ok(message) => messages.push(message),
            Err(_) => frames.reread(),
        }
    }
    messages
}

fuzz_target!(|input: (u16, &[u8])| {
    let (piece, noise) = input;
    let stream = [noise, GOOD, GOOD].concat();
    let whole = messages(&stream, usize::MAX);
    assert_eq!(messages(&stream, usize::from(piece) + 1), whole);
    let good = serde_json::json!({"a": 1});
    assert!(whole.contains(&good), "{whole:?}");
});
