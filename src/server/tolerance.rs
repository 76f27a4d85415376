//! What clients send that the protocol does not allow, read as it is meant: addresses with characters that should have
//! been escaped, halves of surrogate pairs. A message that is dropped for such a reason would be an edit that is lost.

use serde_json::Value;

/// The message in a body; `None` where it is no JSON at all.
pub fn message(body: &[u8]) -> Option<Value> {
    let mut message = serde_json::from_slice(body).or_else(|_| serde_json::from_slice(&whole_characters(body))).ok()?;
    mend_addresses(&mut message);
    Some(message)
}

/// The body with U+FFFD in place of lone surrogates, as JavaScript writes them when an edit splits an emoji: one unit of
/// UTF-16 as well, so columns hold.
fn whole_characters(body: &[u8]) -> Vec<u8> {
    let unit = |at: usize| {
        let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut whole = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let length = match (body[at], unit(at)) {
            (b'\\', Some(0xd800..=0xdbff)) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => 12,
            (b'\\', Some(0xd800..=0xdfff)) => {
                whole.extend_from_slice(br"\ufffd");
                at += 6;
                continue;
            }
            (b'\\', _) => 2,
            _ => 1,
        };
        let end = (at + length).min(body.len());
        whole.extend_from_slice(&body[at..end]);
        at = end;
    }
    whole
}

/// Escapes in all addresses what an address must not hold.
fn mend_addresses(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(mend_addresses),
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    Value::String(address) if key.ends_with("uri") || key.ends_with("Uri") => {
                        *address = escaped(address);
                    }
                    value => mend_addresses(value),
                }
            }
        }
        _ => {}
    }
}

/// RFC 3986 leaves only these characters, and `%` with two digits behind it; brackets stand around an IPv6 address alone.
fn escaped(address: &str) -> String {
    let host = address.contains("://[");
    let mut escaped = String::with_capacity(address.len());
    for (at, byte) in address.bytes().enumerate() {
        let digits = || address.as_bytes().get(at + 1..at + 3).is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit));
        let fits = match byte {
            b'%' => digits(),
            b'[' | b']' => host,
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte),
        };
        if fits {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn addresses_are_escaped_where_they_must_be() {
        let address =
            |uri: &str| message(&serde_json::to_vec(&json!({"params": [{"textDocument": {"uri": uri}}]})).unwrap());
        let read = |uri: &str| address(uri).unwrap()["params"][0]["textDocument"]["uri"].as_str().unwrap().to_owned();
        assert_eq!(read("file:///a/[Entwurf] |über.txt"), "file:///a/%5BEntwurf%5D%20%7C%C3%BCber.txt");
        assert_eq!(read("file:///c%3A/100%/x%2"), "file:///c%3A/100%25/x%252");
        for good in ["untitled:Untitled-1", "file:///a%20b.txt", "vscode-remote://host+x/a?b#c", "http://[::1]/a"] {
            assert_eq!(read(good), good);
        }
    }

    #[test]
    fn halves_of_characters_become_one() {
        let text = |body: &str| message(body.as_bytes()).map(|message| message["text"].as_str().unwrap().to_owned());
        assert_eq!(text(r#"{"text": "a\ud83d"}"#).unwrap(), "a\u{fffd}");
        assert_eq!(text(r#"{"text": "\ude00\ud83d\ude00\ud83d\\ud83d"}"#).unwrap(), "\u{fffd}😀\u{fffd}\\ud83d");
        assert_eq!(text(r#"{"text": "\ud83"#), None);
    }
}
