using System.Net;
using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>Stands where calls leave the program: notes each, lets none out to a host that the file does not name, and plays recordings.</summary>
/// <param name="log">Of the step under way.</param>
/// <param name="route">Knows which vendor host an address stands for.</param>
/// <param name="credentialParameter">The query parameter that holds the credential; null where it stands elsewhere.</param>
/// <param name="headers">Headers of answers that the file looks at.</param>
internal sealed class TrialDoor(TrialLog log, VendorRoute route, string? credentialParameter, IReadOnlySet<string> headers) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = route.VendorHost(request.RequestUri!);
        if (!log.Admits(host))
        {
            return Refused(request);
        }

        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var asked = RecordedRequest.Of(request, host, body, credentialParameter);
        if (log.Player is null)
        {
            return await NotedAsync(asked, await base.SendAsync(request, cancellationToken), cancellationToken);
        }

        if (log.Player.Answer(asked, out var problem) is { } played)
        {
            played.RequestMessage = request;
            return await NotedAsync(asked, played, cancellationToken);
        }

        log.Tell(problem);
        return Refused(request);
    }

    private async Task<HttpResponseMessage> NotedAsync(RecordedRequest asked, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await LimitedBody.ReadAsync(response.Content, LimitedBody.VendorLimit, cancellationToken);
        response.ReplaceBody(body);
        log.Add(new RecordedExchange(
            asked, (int)response.StatusCode,
            [.. response.Headers.Concat(response.Content.Headers).Where(header => RecordingRules.Keeps(header.Key, headers)).Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value)))],
            body));
        return response;
    }

    /// <summary>A status that no one tries again.</summary>
    private static HttpResponseMessage Refused(HttpRequestMessage request) => new(HttpStatusCode.NotImplemented) { RequestMessage = request, Content = new ByteArrayContent([]) };
}
