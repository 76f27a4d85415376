//! Messages on the wire: `Content-Length: n`, an empty line, n bytes. A reader that no input can stop: what is no frame
//! is skipped up to the next thing that looks like one. It knows nothing of JSON.

use std::io::{self, Read, Write};

use memchr::memmem;

/// No message is larger: a text of `max_file_size`, each byte escaped, and some.
const MAX_BODY: usize = 128 << 20;
/// No header is longer.
const MAX_HEADER: usize = 4096;
/// What of noise may still be a header, and the start of the line ends behind it.
const KEPT: usize = MAX_HEADER + 3;
/// So much is read at once: what a pipe holds.
const CHUNK: usize = 64 << 10;
const NAME: &[u8] = b"content-length:";

/// Reads frames from a stream.
pub struct Frames<R> {
    input: R,
    chunk: Box<[u8]>,
    buffer: Vec<u8>,
    /// Bytes of `buffer` that are dealt with.
    done: usize,
    /// Where in `buffer` the last body began.
    body: usize,
}

impl<R: Read> Frames<R> {
    /// A reader of frames.
    pub fn new(input: R) -> Self {
        Self { input, chunk: vec![0; CHUNK].into(), buffer: Vec::new(), done: 0, body: 0 }
    }

    /// Says that the last body was broken: it may have been cut off, so another frame is looked for from its start on.
    pub fn reread(&mut self) {
        self.done = self.body;
    }

    /// Skips to the next header with a length that can be, and past it.
    fn header(&mut self) -> Option<usize> {
        loop {
            let rest = &self.buffer[self.done..];
            if let Some(end) = memmem::find(rest, b"\r\n\r\n") {
                let length = length_in(&rest[..end]);
                self.done += end + 4;
                match length {
                    Some(length) => return Some(length),
                    None => continue,
                }
            }
            // Noise without any line end must not pile up.
            self.done = self.done.max(self.buffer.len().saturating_sub(KEPT));
            self.fill()?;
        }
    }

    /// Reads a body; `Some(None)` if another frame begins before its end, which then comes next.
    fn body(&mut self, length: usize) -> Option<Option<Vec<u8>>> {
        let mut searched = 0;
        while self.buffer.len() - self.done < length {
            let rest = &self.buffer[self.done..];
            if let Some(at) = header_within(&rest[searched..]) {
                self.done += searched + at;
                return Some(None);
            }
            searched = rest.len().saturating_sub(KEPT);
            self.fill()?;
        }
        self.body = self.done;
        self.done += length;
        Some(Some(self.buffer[self.body..self.done].to_vec()))
    }

    /// Reads more; `None` at the end of the stream.
    fn fill(&mut self) -> Option<()> {
        self.buffer.drain(..self.done);
        self.done = 0;
        let read = loop {
            match self.input.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result.unwrap_or(0),
            }
        };
        self.buffer.extend_from_slice(&self.chunk[..read]);
        (read > 0).then_some(())
    }
}

/// The bodies, one by one, up to the end of the stream.
impl<R: Read> Iterator for Frames<R> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            let length = self.header()?;
            if let Some(body) = self.body(length)? {
                return Some(body);
            }
        }
    }
}

/// The length that the last header of a block gives, if it can be.
fn length_in(block: &[u8]) -> Option<usize> {
    let at = block.len() - block.len().min(MAX_HEADER);
    let block = block[at..].to_ascii_lowercase();
    let value = &block[memmem::rfind(&block, NAME)? + NAME.len()..];
    let value = value.split(|byte| *byte == b'\r' || *byte == b'\n').next()?;
    std::str::from_utf8(value).ok()?.trim().parse().ok().filter(|length| *length <= MAX_BODY)
}

/// Where in a body a header begins that has no business there: JSON escapes line ends.
fn header_within(body: &[u8]) -> Option<usize> {
    // Each stretch is looked at once, however many empty lines there are.
    let mut behind_last = 0;
    memmem::find_iter(body, b"\r\n\r\n").find_map(|end| {
        let from = behind_last.max(end.saturating_sub(MAX_HEADER));
        behind_last = end + 4;
        let head = body[from..end].to_ascii_lowercase();
        let at = memmem::rfind(&head, NAME)?;
        length_in(&head[at..])?;
        Some(from + at)
    })
}

/// Writes one frame.
pub fn write(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out its bytes in small pieces, as a pipe may.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    const GOOD: &[u8] = b"Content-Length: 8\r\n\r\n{\"a\": 1}";

    /// All frames that are JSON, however the stream is cut.
    fn good_frames(stream: &[u8]) -> usize {
        let counts = [1, 7, usize::MAX].map(|step| {
            let mut frames = Frames::new(Drip(stream, step));
            let mut good = 0;
            while let Some(body) = frames.next() {
                match serde_json::from_slice::<serde_json::Value>(&body) {
                    Ok(_) => good += 1,
                    Err(_) => frames.reread(),
                }
            }
            good
        });
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
        counts[0]
    }

    #[test]
    fn a_good_frame_is_found_behind_any_bad_one() {
        let bad: &[&[u8]] = &[
            b"",
            b"Content-Length: x\r\n\r\n",
            b"Content-Length: -5\r\n\r\n",
            b"Content-Length: 99999999999999999999999\r\n\r\n{}",
            b"Content-Length: 1000000000\r\n\r\n{",
            b"Content-Type: text\r\n\r\n",
            b"Content-Length: 12\r\n\r\n{\"cut\":",
            b"Content-Length: 4000\r\n\r\n{\"cut\":",
            b"Content-Length: 5\r\n\r\n{nope",
            b"Content-Length: 3\r\n\r\n\xff\xfe\xfd",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: x\r\n\r\nbody",
            b"\r\n\r\n\r\n",
            b"noise without an end",
        ];
        for bad in bad {
            let stream = [*bad, GOOD, GOOD].concat();
            assert_eq!(good_frames(&stream), 2, "{:?}", String::from_utf8_lossy(bad));
        }
    }

    /// Pieces of frames, good and bad, and of noise.
    const PIECES: &[&[u8]] = &[
        b"Content-Length: ",
        b"content-length:",
        b"0",
        b"7",
        b"80",
        b"-1",
        b"999999999999",
        b"\r\n",
        b"\r\n\r\n",
        b"\n",
        b"\r",
        b"{",
        b"}",
        b"{\"a\":",
        b"\"",
        b"null",
        b"\xff",
        b"\0",
        b" ",
        b"GET / HTTP/1.1",
        b"Content-Type: x",
        b"\xc3",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 10_000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_noise_hides_the_next_good_frame(noise in proptest::collection::vec(proptest::sample::select(PIECES), 0..30), step in 1usize..40) {
            // The noise may swallow the first, if it ends in what looks like a longer frame; never all.
            let stream = [noise.concat(), GOOD.repeat(3)].concat();
            let mut frames = Frames::new(Drip(&stream, step));
            let mut good = 0;
            while let Some(body) = frames.next() {
                match serde_json::from_slice::<serde_json::Value>(&body) {
                    Ok(value) => good += usize::from(value == serde_json::json!({"a": 1})),
                    Err(_) => frames.reread(),
                }
            }
            proptest::prop_assert!(good >= 2, "{good} of {:?}", String::from_utf8_lossy(&stream));
        }
    }

    #[test]
    fn headers_in_any_case_and_company() {
        assert_eq!(
            good_frames(
                b"content-length:2\r\nContent-Type: x\r\n\r\n{}CONTENT-TYPE: x\r\nCONTENT-LENGTH: 2 \r\n\r\n{}"
            ),
            2
        );
    }

    #[test]
    fn a_long_header_is_found_behind_noise() {
        let header = format!("Content-Length: 2\r\nx: {}\r\n\r\n{{}}", "a".repeat(MAX_HEADER - 22));
        assert_eq!(good_frames(&["n".repeat(2 * MAX_HEADER), header].concat().into_bytes()), 1);
    }

    #[test]
    fn noise_does_not_pile_up() {
        let mut frames = Frames::new(io::repeat(b'x').take(1 << 22));
        assert_eq!(frames.next(), None);
        assert!(frames.buffer.capacity() < 1 << 20, "{}", frames.buffer.capacity());
    }

    #[test]
    fn what_is_written_can_be_read() {
        let mut wire = Vec::new();
        write(&mut wire, "{\"ü\": 1}".as_bytes()).unwrap();
        assert_eq!(Frames::new(&*wire).next().unwrap(), "{\"ü\": 1}".as_bytes());
    }
}
