import net from 'node:net';

/**
 * A line to a server that can be cut. A browser's own switch for no network lets a stream that is open go on; this does not.
 */
export class Line {
  /** `http://127.0.0.1:port` */
  url = '';
  private readonly pairs = new Set<[net.Socket, net.Socket]>();
  private state: 'whole' | 'frozen' | 'cut' = 'whole';
  private readonly proxy: net.Server;

  private constructor(private readonly port: number) {
    this.proxy = net.createServer((near) => this.connect(near));
  }

  /** A line to the server at this address. */
  static async to(url: string): Promise<Line> {
    const line = new Line(Number(new URL(url).port));
    await new Promise<void>((resolve) => { line.proxy.listen(0, '127.0.0.1', resolve); });
    line.url = `http://127.0.0.1:${(line.proxy.address() as net.AddressInfo).port}`;
    return line;
  }

  private connect(near: net.Socket): void {
    if (this.state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = net.connect(this.port, '127.0.0.1');
    const pair: [net.Socket, net.Socket] = [near, far];
    this.pairs.add(pair);
    for (const [from, to] of [pair, [far, near]]) {
      from.on('data', (data) => {
        // What is sent along a frozen line arrives nowhere, and nobody is told.
        if (this.state !== 'frozen') to.write(data);
      });
      from.on('close', () => {
        this.pairs.delete(pair);
        to.destroy();
      });
      from.on('error', () => {});
    }
  }

  /** Nothing comes through any more, in either direction, and nobody is told. */
  freeze(): void {
    this.state = 'frozen';
  }

  /** All connections end at once, and no new one begins. */
  cut(): void {
    this.state = 'cut';
    this.drop();
  }

  /** It is whole again; what was frozen is lost. */
  mend(): void {
    if (this.state === 'frozen') this.drop();
    this.state = 'whole';
  }

  /** All connections end at once; new ones begin. */
  drop(): void {
    for (const [near] of this.pairs) near.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((resolve) => { this.proxy.close(resolve); });
  }
}
