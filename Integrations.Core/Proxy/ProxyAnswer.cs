using Integrations.Connectors.Http;
using Integrations.Core.Connections;

namespace Integrations.Core.Proxy;

/// <summary>A vendor's answer while it arrives. Disposing it ends the call.</summary>
public sealed class ProxyAnswer : IDisposable
{
    private readonly OpenIntegration _open;
    private readonly HttpResponseMessage _response;

    internal ProxyAnswer(OpenIntegration open, HttpResponseMessage response, string? createdAt) => (_open, _response, CreatedAt) = (open, response, createdAt);

    /// <summary>The vendor's own.</summary>
    public int Status => (int)_response.StatusCode;

    /// <summary>Those that may pass (<see cref="ProxyHeaders"/>).</summary>
    public IEnumerable<KeyValuePair<string, IEnumerable<string>>> Headers =>
        _response.Headers.Concat(_response.Content.Headers).Where(header => ProxyHeaders.PassesToCaller(header.Key) && header.Value.All(ProxyHeaders.IsPlain));

    /// <summary>Null where the vendor did not tell, or told that of what it had packed.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>The type without its parameters, lower case; null where there is none.</summary>
    public string? MediaType => _response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();

    /// <summary>As the vendor wrote it; null where it did not, or not plainly.</summary>
    public string? Disposition =>
        _response.Content.Headers.TryGetValues("Content-Disposition", out var values) && string.Join(", ", values) is var value && ProxyHeaders.IsPlain(value) ? value : null;

    /// <summary>Path and query below the API of what a 201 made; null where there is none, or it lies elsewhere.</summary>
    public string? CreatedAt { get; }

    /// <summary>Hands on what arrives, at once.</summary>
    /// <exception cref="BodyTooLargeException">More came than may pass. What came before is sent.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var source = await _response.Content.ReadAsStreamAsync(cancellationToken);
        await LimitedBody.PassAsync(source.ReadAsync, target, ProxyRequest.LargestBodyInBytes, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _response.Dispose();
        _open.Dispose();
    }
}
