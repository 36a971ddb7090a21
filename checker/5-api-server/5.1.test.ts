/**
 * Goal: a method and a URL are read in one way, and that is the right one.
 * Method: tables of URLs that people and programs send; URLs built from their parts, which must be read back; texts of any kind.
 */

import { requestInfo, requestInfoOf } from '#api-server/request-info.ts';
import type { RequestInfo } from '#kit/kubernetes/http.ts';
import { exercise, fc, show, type TestContext } from '../judge/exercise.ts';
import { oddPaths, otherPaths, pods, resources, selectors, verbs, watches } from './5.1/url-cases.ts';
import { anyUrl, type Parts, partsOfUrl, urlOf } from './5.1/urls.ts';
import { answer, contextOf, noInfo, requestOf, sendThrough } from './contexts.ts';

export default exercise('5.1', (test) => {
  test('A1', 'a path says group, version, resource, subresource, namespace and name', async (t) => {
    await t.forEach(resources, ([url, says, because]) => {
      const verb = says.name ? 'get' : 'list';
      t.equal(read(t, 'GET', url), { ...noInfo, isResource: true, path: url, verb, ...says }, because);
    });
  });

  test('A1', 'what is no resource is a path', async (t) => {
    await t.forEach(otherPaths, (path) => {
      const says = { ...noInfo, path, verb: 'get' };
      t.equal(read(t, 'GET', path), says, 'this path is about no resource, so nothing but path and verb is set');
    });
  });

  test('A2', 'the method is the verb, by whether there is a name', async (t) => {
    await t.forEach(verbs, ([method, ofAll, ofOne]) => {
      t.equal(read(t, method, '/api/v1/namespaces/dev/pods').verb, ofAll, `${method} of a collection`);
      t.equal(read(t, method, '/api/v1/namespaces/dev/pods/web').verb, ofOne, `${method} of one object`);
      t.equal(read(t, method, '/api/v1/namespaces/dev/pods/web/status').verb, ofOne, `${method} of a subresource`);
      const path = read(t, method, '/healthz').verb;
      t.equal(path, method.toLowerCase(), 'of a path that is no resource, the verb is the method in small letters');
    });
  });

  test('A2', 'a list is a watch if it asks to be one', async (t) => {
    await t.forEach(watches, ([query, verb]) => {
      const asked = read(t, 'GET', `/api/v1/pods?${query}`).verb;
      t.equal(asked, verb, '`watch` means yes, unless its first value is 0 or false');
      const post = read(t, 'POST', `/api/v1/pods?${query}`).verb;
      t.equal(post, 'create', 'only a GET can be a watch: a query does not turn a write into a read');
    });
    t.equal(read(t, 'GET', '/api/v1/pods/web?watch=true').verb, 'get', 'a GET with a name is a get');
  });

  test('A1', 'a query is read apart from the path', async (t) => {
    const cases: [query: string, says: Record<string, string[]>][] = [
      ['', {}],
      ['?', {}],
      ['?limit=500', { limit: ['500'] }],
      ['?command=ls&command=-l&stdin=true', { command: ['ls', '-l'], stdin: ['true'] }],
      ['?labelSelector=app%3Dweb%2Ctier+in+%28a%2Cb%29', { labelSelector: ['app=web,tier in (a,b)'] }],
      ['?path=/api/v1/secrets', { path: ['/api/v1/secrets'] }],
      ['?x=a?b', { x: ['a?b'] }],
      ['?__proto__=a', JSON.parse('{"__proto__":["a"]}')],
    ];
    await t.forEach(cases, ([query, says]) => {
      const info = read(t, 'GET', `/api/v1/pods${query}`);
      t.equal(Object.entries(info.query), Object.entries(says), 'each parameter with its values, in their order');
      t.equal(info.path, '/api/v1/pods', 'the query is no part of the path');
    });
  });

  test('A3', 'a path is read once it is unescaped', async (t) => {
    const cases: [url: string, says: Partial<RequestInfo>][] = [
      ['/api/v1/namespaces/dev/pods/w%65b', { ...pods, namespace: 'dev', name: 'web' }],
      ['/api/v1/namespaces%2Fdev%2Fsecrets', { ...pods, resource: 'secrets', namespace: 'dev' }],
      ['/%61pi/v1/pods', pods],
      ['/api/v1/pods/%E2%9C%93', { ...pods, name: '✓' }],
      ['/api/v1/pods/a%20b', { ...pods, name: 'a b' }],
      ['/api/v1/pods/a+b', { ...pods, name: 'a+b' }],
      ['/api/v1/pods/a%253Fb', { ...pods, name: 'a%3Fb' }],
      ['/api/v1/pods/a%3Fwatch=1', { ...pods, name: 'a?watch=1' }],
    ];
    await t.forEach(cases, ([url, says]) => {
      const { path, query, verb, ...rest } = read(t, 'GET', url);
      const { path: _path, query: _query, verb: _verb, ...nothing } = noInfo;
      t.equal(rest, { ...nothing, isResource: true, ...says }, 'first unescaped, once, and cut at its slashes then');
      t.equal(query, {}, 'an escaped question mark begins no query');
      t.equal(path, decodeURIComponent(url), 'the path is given unescaped');
    });
  });

  test('A3', 'a path with an empty part, a point or two is no resource', async (t) => {
    await t.forEach(oddPaths, ([url, path]) => {
      const says = { ...noInfo, path, verb: 'get' };
      t.equal(read(t, 'GET', url), says, 'two programs could read this path in two ways, so it is no resource');
    });
  });

  test('A3', 'an escape that means nothing is refused', async (t) => {
    await t.forEach(['/api/v1/pods/%zz', '/%', '/healthz/%C3', '/api/v1/pods/%E0%A4%A?watch=1'], async (url) => {
      t.step(`requestInfoOf("GET", ${show(url)})`);
      await t.throws(() => requestInfoOf('GET', url), 'BadRequest', 'nobody can know what this path was to mean');
    });
  });

  test('A4', 'a list of one name is about that name', async (t) => {
    await t.forEach(selectors, ([selector, name, because]) => {
      const query = `fieldSelector=${encodeURIComponent(selector)}`;
      t.equal(read(t, 'GET', `/api/v1/namespaces/dev/pods?${query}`).name, name, because);
      t.equal(read(t, 'GET', `/api/v1/namespaces/dev/pods?watch=1&${query}`).name, name, because);
      const info = read(t, 'GET', `/api/v1/namespaces/dev/pods/api?${query}`);
      t.equal([info.verb, info.name], ['get', 'api'], 'what the path names, no selector changes');
    });
    const selects = 'fieldSelector=metadata.name%3Dweb';
    await t.forEach(['DELETE', 'POST', 'PATCH'], (method) => {
      const { name } = read(t, method, `/api/v1/namespaces/dev/pods?${selects}`);
      t.equal(
        name,
        '',
        'a right for "web" alone is none for a whole collection: only a list or a watch has its name so',
      );
    });
    const { name } = read(t, 'GET', `/api/v1/pods?fieldSelector=spec.nodeName%3Da&${selects}`);
    t.equal(name, '', 'of several parameters `fieldSelector` the first one counts');
  });

  test('A1', 'a URL that was built from its parts is read back', async (t) => {
    await t.forAll(
      partsOfUrl,
      (parts) => {
        const url = urlOf(parts);
        const { query, ...info } = read(t, parts.method, url);
        const { path: _, ...expected } = infoOf(parts);
        const { path, ...rest } = info;
        t.equal(rest, expected, 'the URL was built from these parts');
        t.equal(path, decodeURIComponent(url.split('?')[0]), 'the path is the one of the URL, unescaped');
        t.equal(query, Object.fromEntries(parts.query.map(([key, value]) => [key, [value]])), 'and so was the query');
      },
      { runs: 300 },
    );
  });

  test('A3', 'whatever the text, it is read or refused', async (t) => {
    await t.forAll(
      fc.tuple(fc.constantFrom('GET', 'POST', 'DELETE'), anyUrl),
      async ([method, url]) => {
        t.step(`requestInfoOf(${show(method)}, ${show(url)})`);
        const info = await readOrRefused(t, method, url);
        if (!info || info.isResource) return;
        const { group, version, resource, subresource, namespace, name } = info;
        t.equal(
          [group, version, resource, subresource, namespace, name].join(''),
          '',
          'no resource, so no part of one',
        );
        t.equal(info.verb, method.toLowerCase(), 'the verb of a path is its method');
      },
      { runs: 300 },
    );
  });

  test('A1', 'the link passes the request on with what it says', async (t) => {
    const request = requestOf('GET', '/api/v1/namespaces/dev/pods/web', { headers: { accept: '*/*' } });
    t.step('a request for GET /api/v1/namespaces/dev/pods/web goes through the link');
    const { response, reached } = await sendThrough(requestInfo, contextOf(request, { warnings: ['w'] }));
    t.equal(reached.length, 1, 'the next handler is called once');
    const { info, ...rest } = reached[0];
    t.equal(info, requestInfoOf('GET', request.url), 'it gets what the request says');
    t.equal(rest, { request, user: { name: '', groups: [] }, warnings: ['w'] }, 'and everything else as it was');
    t.equal(response, answer, "the answer is the next handler's");
  });
});

function read(t: TestContext, method: string, url: string): RequestInfo {
  t.step(`requestInfoOf(${show(method)}, ${show(url)})`);
  return requestInfoOf(method, url);
}

async function readOrRefused(t: TestContext, method: string, url: string): Promise<RequestInfo | undefined> {
  try {
    return requestInfoOf(method, url);
  } catch (thrown) {
    const rethrow = () => {
      throw thrown;
    };
    await t.throws(rethrow, 'BadRequest', 'a text that is no URL is a bad request, and nothing worse');
    return undefined;
  }
}

/** What the parts mean, said again in other words. */
function infoOf({ method, query: _, escapesRoot: _root, ...parts }: Parts): Omit<RequestInfo, 'query'> {
  const row = verbs.find(([each]) => each === method)!;
  return { isResource: true, path: '', verb: parts.name === '' ? row[1] : row[2], ...parts };
}
