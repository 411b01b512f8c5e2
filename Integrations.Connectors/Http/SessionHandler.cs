using System.Net.Http.Headers;
using System.Text.Json;
using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Http;

/// <summary>
/// What vendors' own libraries send through: below it are the session's credential, deadlines, retries, redirects and guarded sockets. A
/// refusal of the vendor's is a <see cref="VendorFailureException"/> before the library sees it, so that no library follows a redirect, tries
/// again, or words an error of its own.
/// </summary>
/// <param name="session">Owns its handler, and outlives the library's objects.</param>
/// <param name="prepare">Last changes to a request, such as headers that every one carries.</param>
/// <param name="jsonOnly">An answer that is no JSON, or nests too deep for a reader that calls itself, is a failure too; what was deleted is answered with nothing.</param>
/// <param name="operation">The operation's own token, for libraries that take none.</param>
internal sealed class SessionHandler(VendorSession session, Action<HttpRequestMessage>? prepare = null, bool jsonOnly = false, CancellationToken operation = default) : HttpMessageHandler
{
    private static readonly JsonReaderOptions Depth = new() { MaxDepth = VendorResponse.MaxJsonDepth };

    private readonly HttpMessageInvoker _inner = new(session.Handler, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        prepare?.Invoke(request);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, operation);
        var response = await _inner.SendAsync(request, either.Token);
        try
        {
            var answer = VendorResponse.From(response, await LimitedBody.ReadAsync(response.Content, LimitedBody.VendorLimit, either.Token));
            if (session.Check(answer) is { } failure)
            {
                throw new VendorFailureException(failure);
            }

            if (jsonOnly && request.Method != HttpMethod.Delete && !IsJson(answer.Body))
            {
                throw new VendorFailureException(VendorFailures.Unreadable(session.VendorName, answer.ContentType, (int)answer.Status));
            }

            var read = new ByteArrayContent(answer.Body);
            // Whatever the vendor calls it: it was looked at.
            read.Headers.ContentType = jsonOnly ? new MediaTypeHeaderValue("application/json") : response.Content.Headers.ContentType;
            response.Content.Dispose();
            response.Content = read;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Depth);
            var isTree = reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            while (isTree && reader.Read())
            {
                // To the end: what breaks off in the middle is none either.
            }

            return isTree;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
