//! Something between the server and its database that can be slow, swallow everything, and cut.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::broadcast,
};

pub struct Proxy {
    pub port: u16,
    delay: Arc<AtomicU64>,
    cut: broadcast::Sender<()>,
}

impl Proxy {
    /// Passes everything on to this port.
    pub async fn start(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (delay, cut) = (Arc::<AtomicU64>::default(), broadcast::channel(1).0);
        let proxy = Self { port, delay: delay.clone(), cut: cut.clone() };
        tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                let (delay, mut cut) = (delay.clone(), cut.subscribe());
                tokio::spawn(async move {
                    let Ok(to) = TcpStream::connect(("127.0.0.1", to)).await else { return };
                    let ((from_read, from_write), (to_read, to_write)) = (from.into_split(), to.into_split());
                    tokio::select! {
                        () = pass(from_read, to_write, delay.clone()) => {}
                        () = pass(to_read, from_write, delay) => {}
                        _ = cut.recv() => {}
                    }
                });
            }
        });
        proxy
    }

    /// Every piece takes this long, in each direction.
    pub fn delay(&self, delay: Duration) {
        self.delay.store(u64::try_from(delay.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Cuts all connections; new ones are taken.
    pub fn cut(&self) {
        let _ = self.cut.send(());
    }
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    delay: Arc<AtomicU64>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        // Looked at again and again, so that a long delay ends when it is taken away.
        let began = tokio::time::Instant::now();
        while u128::from(delay.load(Ordering::SeqCst)) > began.elapsed().as_millis() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if to.write_all(&bytes[..count]).await.is_err() {
            break;
        }
    }
}
