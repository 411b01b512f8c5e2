using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>A vendor's whole answer, read to its size limit. It is data, not truth.</summary>
public sealed class VendorResponse
{
    /// <summary>How deep a vendor's JSON may nest.</summary>
    public const int MaxJsonDepth = 64;

    private static readonly JsonSerializerOptions DefaultJson = new(JsonSerializerDefaults.Web) { MaxDepth = MaxJsonDepth };

    private readonly HttpResponseHeaders _headers;

    private (bool IsRead, JsonElement? Body) _whole;

    private VendorResponse(HttpStatusCode status, HttpResponseHeaders headers, string? contentType, byte[] body) =>
        (Status, _headers, ContentType, Body) = (status, headers, contentType, body);

    /// <summary>The status after redirects; those that were not followed are here as 3xx.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>2xx. Some vendors say in the body of a 200 that a call failed: <see cref="Contracts.VendorSession.Check"/> knows them.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The media type alone, such as <c>application/json</c>; null when the vendor named none.</summary>
    public string? ContentType { get; }

    /// <summary>After decompression, at most <see cref="LimitedBody.VendorLimit"/> bytes. Text is valid UTF-8 without a byte order mark; other media types are as they came.</summary>
    public byte[] Body { get; }

    /// <summary>The body read as UTF-8, whatever its media type is.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Every line of a header, as one (RFC 9110 section 5.3); null where there is none.</summary>
    public string? HeaderLines(string name) => _headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>A response header's first line, its name in any case; null when absent. Headers of the body, such as Content-Type, are not among them.</summary>
    public string? Header(string name) => _headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>The body as a JSON tree for looking around in; null when it is not JSON.</summary>
    public JsonElement? TryJson()
    {
        try
        {
            var reader = new Utf8JsonReader(Body, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body as a JSON tree that is nothing but that; null when it is not. It is read once.</summary>
    internal JsonElement? WholeJson()
    {
        if (!_whole.IsRead)
        {
            try
            {
                _whole = (true, JsonSerializer.Deserialize<JsonElement>(Body, DefaultJson));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _whole = (true, null);
            }
        }

        return _whole.Body;
    }

    /// <summary>The body as T; HTML, truncated, too deep or wrongly typed answers become a failure that says so.</summary>
    public Result<T> Json<T>(string vendorName, JsonSerializerOptions? options)
    {
        if (typeof(T) == typeof(JsonElement) && options is null)
        {
            return WholeJson() is { ValueKind: not JsonValueKind.Null } whole ? (T)(object)whole : VendorFailures.Unreadable(vendorName, ContentType, (int)Status);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(Body, options ?? DefaultJson) is { } value and not JsonElement { ValueKind: JsonValueKind.Null }
                ? Result<T>.Success(value)
                : VendorFailures.Unreadable(vendorName, ContentType, (int)Status);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a reader throws at a stranger's answer, it is the answer that cannot be read.
            return VendorFailures.Unreadable(vendorName, ContentType, (int)Status);
        }
    }

    internal static VendorResponse From(HttpResponseMessage response, byte[] body) =>
        new(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, Utf8Text.Repair(body, response.Content.Headers.ContentType?.MediaType));
}
