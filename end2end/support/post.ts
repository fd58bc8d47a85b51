import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

/** A mail that arrived. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** A real SMTP server that keeps what it is given. */
export class Post {
  readonly mails: Mail[] = [];
  readonly #read = new Set<Mail>();
  readonly #waiting = new Set<() => void>();
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onData: (stream, session, done) => {
        simpleParser(stream).then((parsed) => {
          for (const { address } of session.envelope.rcptTo) {
            const [subject, text, html] = [parsed.subject ?? '', parsed.text ?? '', parsed.html || ''];
            this.mails.push({ to: address, subject, text, html });
          }
          done();
          this.#waiting.forEach((look) => look());
        }, done);
      },
    });
  }

  /** Opens on a free port. */
  static async open(): Promise<Post> {
    const post = new Post();
    await new Promise<void>((resolve, reject) => {
      post.#server.on('error', reject);
      post.#server.listen(0, '127.0.0.1', resolve);
    });
    return post;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** The next mail to this address with this subject that nobody has asked for yet. */
  async waitForMail(to: string, subject: string | RegExp, patience = 15_000): Promise<Mail> {
    const fits = (mail: Mail) =>
      !this.#read.has(mail) &&
      mail.to.toLowerCase() === to.toLowerCase() &&
      (typeof subject === 'string' ? mail.subject === subject : subject.test(mail.subject));
    return new Promise((resolve, reject) => {
      const look = () => {
        const mail = this.mails.find(fits);
        if (!mail) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        this.#read.add(mail);
        resolve(mail);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const known = this.mails.map((mail) => `${mail.to}: ${mail.subject}`).join('\n');
        reject(new Error(`No mail "${subject}" to ${to} within ${patience} ms. There are:\n${known}`));
      }, patience);
      this.#waiting.add(look);
      look();
    });
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** The address behind the one button of a mail. It must stand in the text and in the HTML. */
export function linkIn(mail: Mail): string {
  const link = /https?:\/\/\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`No link in "${mail.subject}":\n${mail.text}`);
  if (!mail.html.includes(`href="${link}"`)) throw new Error(`${link} is not in the HTML of "${mail.subject}"`);
  return link;
}

/** The secret at the end of a mailed link. */
export function secretIn(mail: Mail): string {
  return new URL(linkIn(mail)).pathname.split('/').pop() ?? '';
}
