//! Requests by hand: a connection each, so that a killed program leaves nothing behind.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What an answer says.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    /// A cookie that it sets, with its name.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let (_, rest) = self.head.lines().find_map(|line| line.split_once(&format!("{name}=")))?;
        Some(format!("{name}={}", rest.split(';').next()?))
    }
}

pub async fn get(addr: SocketAddr, path: &str) -> io::Result<Answer> {
    ask(addr, format!("GET {path} HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n")).await
}

/// Posts a form, with these cookies.
pub async fn post(addr: SocketAddr, path: &str, cookies: &str, form: &str) -> io::Result<Answer> {
    let head = format!(
        "Sec-Fetch-Site: same-origin\r\nCookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    );
    send(addr, path, &head, form).await
}

/// Posts anything, with these lines in its head.
pub async fn send(addr: SocketAddr, path: &str, head: &str, body: &str) -> io::Result<Answer> {
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n{head}Content-Length: {length}\r\n\r\n{body}"
    );
    ask(addr, request).await
}

async fn ask(addr: SocketAddr, request: String) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    // Half an answer is none: nobody was told anything.
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
}
