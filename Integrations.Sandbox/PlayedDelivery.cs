namespace Integrations.Sandbox;

/// <summary>What a played vendor would send to an address of the hub.</summary>
/// <param name="Method">Of the request.</param>
/// <param name="Url">With its query.</param>
/// <param name="Headers">Those of the body too; names compare without case.</param>
/// <param name="Body">As it would go out.</param>
public sealed record PlayedDelivery(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The kind of the thing that it is about; null for a challenge.</summary>
    public string? Entity { get; init; }

    /// <summary>The thing, in the hub's words.</summary>
    public string? Id { get; init; }

    /// <summary><c>create</c>, <c>change</c>, <c>delete</c> or another word of the sandbox's data; null for a challenge.</summary>
    public string? On { get; init; }

    /// <summary>What the answer to a challenge has to hold; null where any answer will do.</summary>
    public string? Challenge { get; init; }

    internal static PlayedDelivery Of(HttpRequestMessage request)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, CancellationToken.None);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []);
        return new PlayedDelivery(
            request.Method.Method, request.RequestUri!, headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase), body.ToArray());
    }
}
