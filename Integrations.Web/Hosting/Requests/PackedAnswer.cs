using System.IO.Compression;

namespace Integrations.Web.Hosting.Requests;

/// <summary>An answer that is the same for all while the program runs: made once, packed once in the ways that clients take (SECURITY X7).</summary>
internal sealed record PackedAnswer : IResult
{
    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly byte[] _gzip;
    private readonly string _contentType;

    public PackedAnswer(byte[] plain, string contentType, CompressionLevel level = CompressionLevel.Optimal)
    {
        (_plain, _contentType, Tag) = (plain, contentType, ETags.Of(null, plain));
        _brotli = Pack(plain, packed => new BrotliStream(packed, level));
        _gzip = Pack(plain, packed => new GZipStream(packed, level));
    }

    /// <summary>Of what it says, whatever the packing.</summary>
    public string Tag { get; }

    /// <summary>Kept, and asked after each time: it changes with the program.</summary>
    public string CacheControl { get; init; } = "public, no-cache";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ETag = Tag;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.CacheControl = CacheControl;
        if (ETags.Matches(request.Headers.IfNoneMatch, Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (body, packing) = Takes(request, "br") ? (_brotli, "br") : Takes(request, "gzip") ? (_gzip, "gzip") : (_plain, null);
        if (packing is not null)
        {
            response.Headers.ContentEncoding = packing;
        }

        response.ContentType = _contentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    private static byte[] Pack(byte[] plain, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed))
        {
            stream.Write(plain);
        }

        return packed.ToArray();
    }

    private static bool Takes(HttpRequest request, string packing) =>
        request.GetTypedHeaders().AcceptEncoding?.Any(given => given.Value.Equals(packing, StringComparison.OrdinalIgnoreCase) && given.Quality != 0) == true;
}
