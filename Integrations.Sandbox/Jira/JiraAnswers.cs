using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Jira;

/// <summary>Jira's ways to answer.</summary>
internal static class JiraAnswers
{
    private const string Json = "application/json;charset=UTF-8";

    public static IResult Ok(object? body, int status = StatusCodes.Status200OK) => SandboxJson.Answer(body, status, Json);

    public static IResult Error(int status, string message) =>
        Ok(new { errorMessages = new[] { message }, errors = new Dictionary<string, string>(StringComparer.Ordinal) }, status);

    public static IResult BadRequest(string message) => Error(StatusCodes.Status400BadRequest, message);

    public static IResult FieldErrors(IReadOnlyDictionary<string, string> errors) =>
        Ok(new { errorMessages = Array.Empty<string>(), errors }, StatusCodes.Status400BadRequest);

    public static IResult NoIssue() =>
        Error(StatusCodes.Status404NotFound, "Issue does not exist or you do not have permission to see it.");

    public static IResult InvalidPayload() =>
        BadRequest("Invalid request payload. Refer to the REST API documentation and try again.");

    public static IResult Gateway(int status, string message) => Ok(new { code = status, message }, status);

    public static IResult UnsupportedMedia() => SandboxJson.Answer(
        new { type = "about:blank", title = "Unsupported Media Type", status = 415, detail = "Content-Type 'null' is not supported." },
        StatusCodes.Status415UnsupportedMediaType, "application/problem+json");
}
