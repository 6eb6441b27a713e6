/** An answer of the API that is no success: its problem+json, as far as it has one. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
  ) {
    super(what);
  }
}

export interface Answer<T> {
  readonly body: T;
  readonly headers: Headers;
}

interface ProblemJson {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { field?: string; message?: string }[];
}

const PATIENCE_MS = 15_000;

/** One caller with an access token at one address: what a front end does, over plain HTTP. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  get<T>(path: string): Promise<Answer<T>> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send<T>('POST', path, { body, headers });
  }

  private async send<T>(
    method: string,
    path: string,
    { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    if (!response.ok) throw errorOf(`${method} ${path}`, response.status, text);
    return { body: JSON.parse(text) as T, headers: response.headers };
  }
}

function errorOf(request: string, status: number, text: string): ApiError {
  const { code = 'unknown', title, detail, errors = [] } = problemIn(text);
  const fields = errors.map(({ field, message }) => `${field ?? ''}: ${message ?? ''}`);
  const words = [title, detail, ...fields].filter(Boolean).join(' ');
  return new ApiError(status, code, `${request} → ${status} ${code} ${words}`);
}

function problemIn(text: string): ProblemJson {
  try {
    return JSON.parse(text) as ProblemJson;
  } catch {
    return {};
  }
}
