//! A client of the real server, over its standard input and output. Everything it waits for has a deadline.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const DEADLINE: Duration = Duration::from_secs(20);

/// A server that was started, and the client's side of the talk.
pub struct Client {
    process: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// While this is held, the client reads nothing; one more message may still be taken.
    pub reading: Arc<Mutex<()>>,
    /// Came while something else was waited for.
    put_by: VecDeque<Value>,
    last_id: i64,
    /// Everything the server asked.
    pub asked: Vec<Value>,
    /// What to answer to `workspace/configuration`.
    pub configuration: Value,
    /// Answers nothing that the server asks.
    pub mute: bool,
    /// Refuses what the server asks under this method.
    pub refuses: &'static str,
    /// Everything the server said.
    pub said: Vec<Value>,
    pub home: PathBuf,
}

impl Client {
    /// Starts a server that has not been spoken to, with an empty folder as the home of settings.
    pub fn start() -> Self {
        Self::start_under(&[])
    }

    /// Starts it under another program, such as `strace`.
    pub fn start_under(program: &[&str]) -> Self {
        static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("client-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&home).unwrap();
        let words = [program, &[env!("CARGO_BIN_EXE_beleg"), "lsp"]].concat();
        let mut process = Command::new(words[0])
            .args(&words[1..])
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, messages) = channel();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let reading = Arc::new(Mutex::new(()));
        let turn = reading.clone();
        std::thread::spawn(move || {
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
                drop(turn.lock());
            }
        });
        let input = process.stdin.take();
        let (put_by, asked) = (VecDeque::new(), vec![]);
        let (configuration, mute, refuses) = (Value::Null, false, "");
        let said = vec![];
        Self { process, input, messages, reading, put_by, last_id: 0, asked, configuration, mute, refuses, said, home }
    }

    /// Starts a server and introduces the client; returns what the server can do, too.
    pub fn initialized(params: Value) -> (Self, Value) {
        let mut client = Self::start();
        let capabilities = client.initialize(params);
        (client, capabilities)
    }

    /// The server's process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// A folder to work in, with these files.
    pub fn workspace(&self, files: &[(&str, &str)]) -> PathBuf {
        let root = self.home.join("workspace");
        for (name, text) in files {
            write(&root.join(name), text);
        }
        root
    }

    /// Says who the client is, with these parameters beside the necessary ones.
    pub fn initialize(&mut self, params: Value) -> Value {
        let mut all = json!({"processId": null, "rootUri": null, "capabilities": {}});
        all.as_object_mut().unwrap().extend(params.as_object().cloned().unwrap_or_default());
        let answer = self.request("initialize", all);
        self.notify("initialized", json!({}));
        answer["result"]["capabilities"].clone()
    }

    /// Sends bytes as they are.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and goes on; returns its id.
    pub fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// Sends a request and waits for the whole response.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.response(id)
    }

    /// Asks again and again, until the result fits.
    pub fn until(&mut self, method: &str, params: &Value, fits: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let result = self.request(method, params.clone())["result"].take();
            if fits(&result) {
                return result;
            }
            assert!(Instant::now() < deadline, "{method} does not change in time: {result:#}");
        }
    }

    /// The response to a request.
    pub fn response(&mut self, id: i64) -> Value {
        self.wait_for(&format!("the response to request {id}"), |message| {
            message["id"] == id && message.get("method").is_none()
        })
    }

    /// The next notification of this kind that fits.
    pub fn notification(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.wait_for(method, |message| message["method"] == method && fits(&message["params"]))["params"].take()
    }

    /// The diagnostics of one version of a document.
    pub fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let params = self.notification("textDocument/publishDiagnostics", |params| {
            params["uri"] == uri && params["version"] == version
        });
        params["diagnostics"].as_array().unwrap().clone()
    }

    /// Waits until the server asks something of this kind; what it asked before counts, too.
    pub fn is_asked(&mut self, method: &str) -> Value {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(asked) = self.asked.iter().find(|asked| asked["method"] == method) {
                return asked.clone();
            }
            let message = self.receive(method, deadline);
            self.take(message);
        }
    }

    /// Everything that came and nobody has waited for.
    pub fn heard(&self) -> impl Iterator<Item = &Value> {
        self.put_by.iter()
    }

    /// Forgets everything that came and nobody has waited for.
    pub fn forget(&mut self) {
        self.put_by.clear();
    }

    fn receive(&mut self, what: &str, deadline: Instant) -> Value {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok(message) = self.messages.recv_timeout(left) else {
            panic!("no {what} in time; there were {:#?}", self.put_by);
        };
        self.said.push(message.clone());
        message
    }

    /// Answers what the server asks, and puts anything else by.
    fn take(&mut self, message: Value) {
        if message.get("method").is_some() && message.get("id").is_some() {
            self.answer(&message);
            self.asked.push(message);
        } else {
            self.put_by.push_back(message);
        }
    }

    /// The first message that fits, of those put by and those to come. Requests of the server are answered on the way.
    pub fn wait_for(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.put_by.iter().position(&fits) {
            return self.put_by.remove(at).unwrap();
        }
        let deadline = Instant::now() + DEADLINE;
        loop {
            let message = self.receive(what, deadline);
            if fits(&message) && message.get("id").is_none_or(|_| message.get("method").is_none()) {
                return message;
            }
            self.take(message);
        }
    }

    fn answer(&mut self, message: &Value) {
        if self.mute {
            return;
        }
        if message["method"] == self.refuses {
            let error = json!({"code": -32601, "message": "refused"});
            return self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "error": error}));
        }
        let result = match message["method"].as_str() {
            Some("workspace/configuration") => json!([self.configuration]),
            _ => Value::Null,
        };
        self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": result}));
    }

    /// Opens a document, as what its name says.
    pub fn open(&mut self, uri: &str, text: &str) {
        let language = match uri.rsplit('.').next() {
            Some("md") => "markdown",
            Some("html") => "html",
            _ => "plaintext",
        };
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Changes a document.
    pub fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Ends the input, as a client does that dies.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the server.
    pub fn exit_code(&mut self) -> Option<i32> {
        let deadline = Instant::now() + DEADLINE;
        // The reader ends when the server closes its output.
        while self.messages.recv_timeout(deadline.saturating_duration_since(Instant::now())).is_ok() {}
        assert!(Instant::now() < deadline, "the server does not end");
        self.process.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// Writes a file, with the folders above it.
pub fn write(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A file as an address.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length:") {
            Some(value) => length = value.trim().parse().unwrap(),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}
