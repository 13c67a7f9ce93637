// Requests in flight. They are a list that runs through the requests themselves: a `Set` would cost more than all else that is noted of one.

export interface OpenRequest<T> {
  isOpen: boolean;
  previous: T | undefined;
  next: T | undefined;
}

export class OpenRequests<T extends OpenRequest<T>> {
  #last: T | undefined;

  /** `request` must be in no list. */
  add(request: T): void {
    request.isOpen = true;
    request.previous = this.#last;
    if (this.#last !== undefined) this.#last.next = request;
    this.#last = request;
  }

  /** False where the request has been taken out before. */
  delete(request: T): boolean {
    if (!request.isOpen) return false;
    request.isOpen = false;
    const { previous, next } = request;
    if (previous !== undefined) previous.next = next;
    if (next !== undefined) next.previous = previous;
    else this.#last = previous;
    request.previous = undefined;
    request.next = undefined;
    return true;
  }

  find(matches: (request: T) => boolean): T | undefined {
    let request = this.#last;
    while (request !== undefined && !matches(request)) request = request.previous;
    return request;
  }

  list(): T[] {
    const requests: T[] = [];
    for (let request = this.#last; request !== undefined; request = request.previous) requests.push(request);
    return requests;
  }
}
