using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Integrations.Client;

/// <summary>Sends what the generated methods write down, and turns every answer into a value or an error.</summary>
internal sealed class HubSender(HttpClient http)
{
    /// <summary>On each of a vendor's answers, and on none of the hub's (docs/programs.md).</summary>
    public const string VendorStatusHeader = "X-Vendor-Status";
    private const string ReplayedHeader = "Idempotency-Replayed";

    public async Task<HubResult> SendAsync(HubRequest call, CancellationToken cancellationToken)
    {
        using var request = call.Create();
        var (response, error) = await ReachAsync(request, cancellationToken);
        using (response)
        {
            return response is null ? new HubResult(error)
                : new HubResult(response.IsSuccessStatusCode ? null : await HubErrorReader.ReadAsync(response, cancellationToken)) { ETag = response.Headers.ETag?.ToString(), RequestId = HubErrorReader.RequestIdOf(response), IsReplayed = response.Headers.Contains(ReplayedHeader) };
        }
    }

    public Task<HubResult<T>> SendAsync<T>(HubRequest call, JsonTypeInfo<T> type, CancellationToken cancellationToken) => SendAsync(call, type, answer => answer, cancellationToken);

    /// <param name="unwrap">Takes out of the body what the caller wants.</param>
    public async Task<HubResult<T>> SendAsync<TBody, T>(HubRequest call, JsonTypeInfo<TBody> type, Func<TBody, T> unwrap, CancellationToken cancellationToken)
    {
        using var request = call.Create();
        var (response, error) = await ReachAsync(request, cancellationToken);
        using (response)
        {
            return response is null ? new HubResult<T>(error!)
                : response.IsSuccessStatusCode ? await ReadAsync(response, type, unwrap, cancellationToken)
                : new HubResult<T>(await HubErrorReader.ReadAsync(response, cancellationToken)) { RequestId = HubErrorReader.RequestIdOf(response), IsReplayed = response.Headers.Contains(ReplayedHeader) };
        }
    }

    /// <summary>Where the hub sends a browser on to.</summary>
    public async Task<HubResult<Uri>> RedirectAsync(HubRequest call, CancellationToken cancellationToken)
    {
        using var request = call.Create();
        var (response, error) = await ReachAsync(request, cancellationToken);
        using (response)
        {
            return response is null ? new HubResult<Uri>(error!)
                : response is { StatusCode: HttpStatusCode.Redirect or HttpStatusCode.SeeOther, Headers.Location: { } location } ? new HubResult<Uri>(new Uri(http.BaseAddress!, location)) { RequestId = HubErrorReader.RequestIdOf(response) }
                : new HubResult<Uri>(await HubErrorReader.ReadAsync(response, cancellationToken));
        }
    }

    /// <summary>An answer as a stream. A vendor's is given as it is, whatever its status; the hub's own refusal is an error.</summary>
    public async Task<HubResult<HttpResponseMessage>> RawAsync(HubRequest call, CancellationToken cancellationToken)
    {
        using var request = call.Create();
        request.Options.Set(HubRetryHandler.IsStreamed, true);
        var (response, error) = await ReachAsync(request, cancellationToken);
        if (response is null || response.IsSuccessStatusCode || response.Headers.Contains(VendorStatusHeader))
        {
            return response is null ? new HubResult<HttpResponseMessage>(error!) : new HubResult<HttpResponseMessage>(response) { RequestId = HubErrorReader.RequestIdOf(response) };
        }

        using (response)
        {
            return new HubResult<HttpResponseMessage>(await HubErrorReader.ReadAsync(response, cancellationToken));
        }
    }

    private static async Task<HubResult<T>> ReadAsync<TBody, T>(HttpResponseMessage response, JsonTypeInfo<TBody> type, Func<TBody, T> unwrap, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) is { } answer
                ? new HubResult<T>(unwrap(answer)) { ETag = response.Headers.ETag?.ToString(), RequestId = HubErrorReader.RequestIdOf(response), IsReplayed = response.Headers.Contains(ReplayedHeader) }
                : new HubResult<T>(HubErrorReader.Unreadable(response, "it is empty"));
        }
        catch (JsonException unlike)
        {
            return new HubResult<T>(HubErrorReader.Unreadable(response, unlike.Message));
        }
    }

    private async Task<(HttpResponseMessage? Response, HubError? Error)> ReachAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            // The handlers read what is not a stream, within the time for one try.
            return (await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), null);
        }
        catch (HubException known)
        {
            return (null, known.Error);
        }
        catch (HttpRequestException unreachable)
        {
            return (null, new HubError { Kind = HubErrorKind.Unreachable, Code = "hub.unreachable", Message = $"The hub at {http.BaseAddress} could not be reached: {unreachable.Message}" });
        }
    }
}
