using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Sandbox.Outlook;

/// <summary>Graph's error body.</summary>
internal static class GraphError
{
    public static IResult Answer(HttpContext http, int status, string code, string message)
    {
        var trace = http.Response.Headers["request-id"].ToString();
        return SandboxJson.Answer(
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = code,
                    ["message"] = message,
                    ["innerError"] = new JsonObject { ["date"] = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss"), ["request-id"] = trace, ["client-request-id"] = trace },
                },
            },
            status);
    }

    public static IResult BadRequest(HttpContext http, string message, string code = "BadRequest") =>
        Answer(http, StatusCodes.Status400BadRequest, code, message);

    public static IResult NotFound(HttpContext http) =>
        Answer(http, StatusCodes.Status404NotFound, "ErrorItemNotFound", "The specified object was not found in the store.");
}
