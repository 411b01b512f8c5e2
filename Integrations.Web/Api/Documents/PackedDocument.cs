using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Documents;

/// <summary>A description as it is sent, in the packings that clients take.</summary>
/// <param name="Tag">Of what it says, whatever the packing.</param>
internal sealed record PackedDocument(byte[] Plain, byte[] Brotli, byte[] GZip, string Tag) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ETag = Tag;
        response.Headers.Vary = "Accept-Encoding";
        // Kept, and asked after each time: it changes with the program.
        response.Headers.CacheControl = "public, no-cache";
        if (ETags.Matches(request.Headers.IfNoneMatch, Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (body, packing) = Takes(request, "br") ? (Brotli, "br") : Takes(request, "gzip") ? (GZip, "gzip") : (Plain, null);
        if (packing is not null)
        {
            response.Headers.ContentEncoding = packing;
        }

        response.ContentType = "application/json;charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    private static bool Takes(HttpRequest request, string packing) =>
        request.GetTypedHeaders().AcceptEncoding?.Any(given => given.Value.Equals(packing, StringComparison.OrdinalIgnoreCase) && given.Quality != 0) == true;
}
