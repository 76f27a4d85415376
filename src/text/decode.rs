//! From the bytes of a file to text. A byte order mark stays, since offsets count the file as stored.

/// The text of a file, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub charset: Charset,
}

/// How bytes became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    Utf8,
    /// Not UTF-8 anywhere, and every byte means something in Windows-1252.
    Windows1252,
    /// UTF-8 with faults; each became U+FFFD.
    BrokenUtf8,
}

/// Reads bytes as text. Never fails.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, charset: Charset::Utf8 },
        Err(error) => {
            let bytes = error.as_bytes();
            if fits_windows_1252(bytes) {
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
                Decoded { text: text.into_owned(), charset: Charset::Windows1252 }
            } else {
                Decoded { text: String::from_utf8_lossy(bytes).into_owned(), charset: Charset::BrokenUtf8 }
            }
        }
    }
}

/// A text with umlauts in good UTF-8 beside the fault is UTF-8 with a fault; five bytes mean nothing in Windows-1252.
fn fits_windows_1252(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii())
        && !bytes.iter().any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_charset() {
        let read = |bytes: &[u8]| {
            let decoded = decode(bytes.to_vec());
            (decoded.text, decoded.charset)
        };
        assert_eq!(read("\u{feff}Zürich\0".as_bytes()), ("\u{feff}Zürich\0".into(), Charset::Utf8));
        assert_eq!(read(b"Z\xfcrich \x84gr\xfc\xdft\x93"), ("Zürich „grüßt“".into(), Charset::Windows1252));
        assert_eq!(read(b"Z\xc3\xbcrich \xfc"), ("Zürich \u{fffd}".into(), Charset::BrokenUtf8));
    }
}
