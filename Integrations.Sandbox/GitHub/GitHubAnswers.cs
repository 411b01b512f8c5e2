using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.GitHub;

/// <summary>GitHub's ways to answer: ETags, pages, errors.</summary>
internal static class GitHubAnswers
{
    private const int LargestPage = 100;

    /// <summary>200 with an ETag, or 304 when the client has it already.</summary>
    public static IResult Ok(HttpContext http, object? body)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, SandboxJson.Options)));
        var tag = $"W/\"{hash}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, max-age=60, s-maxage=60";
        return http.Request.Headers.IfNoneMatch == tag ? Results.StatusCode(StatusCodes.Status304NotModified) : SandboxJson.Answer(body);
    }

    public static IResult Created(HttpContext http, object body, string? location = null)
    {
        if (location is not null)
        {
            http.Response.Headers.Location = location;
        }

        return SandboxJson.Answer(body, StatusCodes.Status201Created);
    }

    public static IResult Error(int status, string message, object? errors = null)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["message"] = message,
            ["documentation_url"] = "https://docs.github.com/rest",
            ["status"] = status.ToString(),
        };
        if (errors is not null)
        {
            body["errors"] = errors;
        }

        return SandboxJson.Answer(body, status);
    }

    public static IResult NotFound() => Error(StatusCodes.Status404NotFound, "Not Found");

    public static IResult Invalid(string resource, string field, string code) =>
        Error(StatusCodes.Status422UnprocessableEntity, "Validation Failed", new[] { new { resource, field, code } });

    public static IResult Unprocessable(string message) => Error(StatusCodes.Status422UnprocessableEntity, message);

    /// <summary>The page that was asked for, and the <c>Link</c> header when there is another one.</summary>
    public static List<T> Page<T>(HttpContext http, IReadOnlyCollection<T> all, int reachable = int.MaxValue)
    {
        var size = Math.Clamp(Number(http, "per_page", 30), 1, LargestPage);
        var page = Math.Max(Number(http, "page", 1), 1);
        var pages = (Math.Min(all.Count, reachable) + size - 1) / size;
        var links = new List<string>();
        if (page < pages)
        {
            links.Add(Link(http, page + 1, "next"));
            links.Add(Link(http, pages, "last"));
        }

        if (page > 1 && pages > 0)
        {
            links.Add(Link(http, 1, "first"));
            links.Add(Link(http, Math.Min(page - 1, pages), "prev"));
        }

        if (links.Count > 0)
        {
            http.Response.Headers.Link = string.Join(", ", links);
        }

        return [.. all.Skip((page - 1) * size).Take(size)];
    }

    public static int Number(HttpContext http, string name, int otherwise) =>
        int.TryParse(http.Request.Query[name], out var number) ? number : otherwise;

    private static string Link(HttpContext http, int page, string relation) =>
        $"<{SandboxAddress.WithQuery(http, ("page", page.ToString()))}>; rel=\"{relation}\"";
}
