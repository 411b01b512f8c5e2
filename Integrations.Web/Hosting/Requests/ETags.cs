using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Entity tags: <c>"v{version}-{digest of the body}"</c>; the version guards updates, the digest tells whether anything shown has changed.</summary>
internal static class ETags
{
    // Matches no row: a tag that is not ours names a version that nothing has.
    private const int NoVersion = -1;

    /// <summary>The version that an If-Match header insists on; null for none, or <c>*</c>.</summary>
    public static int? Expected(string? ifMatch)
    {
        var tag = ifMatch?.Trim();
        return string.IsNullOrEmpty(tag) || tag == "*" ? null
            : tag.StartsWith("\"v", StringComparison.Ordinal) && tag.IndexOf('-', StringComparison.Ordinal) is > 2 and var end
                && int.TryParse(tag.AsSpan(2, end - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : NoVersion;
    }

    public static string Of(int? version, ReadOnlySpan<byte> body) =>
        $"\"v{version?.ToString(CultureInfo.InvariantCulture) ?? "0"}-{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";

    public static bool Matches(string? ifNoneMatch, string tag) => ifNoneMatch is not null
        && ifNoneMatch.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(given => given == "*" || given == tag || given == $"W/{tag}");
}

/// <summary>200 with an entity tag, or 304 where the client has this body already.</summary>
/// <param name="version">Of the row, where there is one row.</param>
internal sealed class Tagged<T>(T value, int? version = null) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => StatusCodes.Status200OK;

    public T Value => value;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, options);
        var tag = ETags.Of(version, body);
        httpContext.Response.Headers.ETag = tag;
        if (HttpMethods.IsGet(httpContext.Request.Method) && ETags.Matches(httpContext.Request.Headers.IfNoneMatch, tag))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        httpContext.Response.StatusCode = StatusCodes.Status200OK;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
