using System.Collections.Concurrent;
using System.Net;

namespace Integrations.Tests.Contracts;

/// <summary>One request and its answer, whole.</summary>
/// <param name="Address">The vendor's own address, also where the sandbox answered.</param>
internal sealed record ContractExchange(
    string Method,
    Uri Address,
    IReadOnlyDictionary<string, string> RequestHeaders,
    string? RequestType,
    byte[] RequestBody,
    HttpStatusCode Status,
    IReadOnlyDictionary<string, string> AnswerHeaders,
    string? AnswerType,
    byte[] AnswerBody);

/// <summary>Notes what a connector sends and what it is answered. Put it on top of the vendor pipeline.</summary>
internal sealed class ContractRecorder : DelegatingHandler
{
    private readonly ConcurrentQueue<ContractExchange> _exchanges = new();

    public ContractRecorder()
    {
    }

    public ContractRecorder(HttpMessageHandler inner)
        : base(inner)
    {
    }

    public IReadOnlyList<ContractExchange> Exchanges => [.. _exchanges];

    /// <summary>Notes into the same list through another handler.</summary>
    public HttpMessageHandler Over(HttpMessageHandler inner) => new Branch(this, inner);

    /// <summary><c>{origin}/sandbox/{host}/path</c> is <c>https://{host}/path</c>.</summary>
    public static Uri VendorAddress(Uri address) => address.AbsolutePath.StartsWith("/sandbox/", StringComparison.Ordinal)
        ? new Uri("https://" + address.PathAndQuery["/sandbox/".Length..])
        : address;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        NoteAsync(request, base.SendAsync, cancellationToken);

    private async Task<HttpResponseMessage> NoteAsync(
        HttpRequestMessage request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        // The pipeline below rewrites the request; note it as the connector made it.
        var address = request.RequestUri!;
        var method = request.Method.Method;
        var headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        var type = request.Content?.Headers.ContentType?.ToString();
        var body = Array.Empty<byte>();
        if (request.Content is not null)
        {
            await request.Content.LoadIntoBufferAsync(cancellationToken);
            body = await request.Content.ReadAsByteArrayAsync(cancellationToken);
        }

        var response = await send(request, cancellationToken);
        var answerType = response.Content.Headers.ContentType?.MediaType;
        var answer = Array.Empty<byte>();
        // An event stream may never end.
        if (answerType != "text/event-stream")
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }

        _exchanges.Enqueue(new ContractExchange(
            method, VendorAddress(address), headers, type, body, response.StatusCode,
            response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase), answerType, answer));
        return response;
    }

    private sealed class Branch(ContractRecorder recorder, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            recorder.NoteAsync(request, base.SendAsync, cancellationToken);
    }
}
