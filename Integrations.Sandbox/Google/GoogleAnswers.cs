using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Google;

/// <summary>Answers and refusals as Google words them.</summary>
internal static class GoogleAnswers
{
    /// <summary>The body, cut to what the <c>fields</c> parameter asks for.</summary>
    public static IResult Ok(HttpContext http, JsonObject body)
    {
        var mask = http.Request.Query["fields"].ToString();
        if (mask.Length == 0)
        {
            return SandboxJson.Answer(body);
        }

        return GoogleFields.Parse(mask) is { } fields
            ? SandboxJson.Answer(fields.Cut(body))
            : Error(StatusCodes.Status400BadRequest, "invalidParameter", $"Invalid field selection {mask}", location: "fields");
    }

    /// <summary>The older shape, of Calendar and Drive.</summary>
    public static IResult Error(int status, string reason, string message, string domain = "global", string? location = null)
    {
        var part = new JsonObject { ["domain"] = domain, ["reason"] = reason, ["message"] = message };
        if (location is not null)
        {
            part["locationType"] = "parameter";
            part["location"] = location;
        }

        return SandboxJson.Answer(new JsonObject { ["error"] = new JsonObject { ["errors"] = new JsonArray(part), ["code"] = status, ["message"] = message } }, status);
    }

    /// <summary>The newer shape, of Meet.</summary>
    public static IResult Status(int status, string name, string message, JsonArray? details = null)
    {
        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = name };
        if (details is not null)
        {
            error["details"] = details;
        }

        return SandboxJson.Answer(new JsonObject { ["error"] = error }, status);
    }

    public static IResult NotFound() => Error(StatusCodes.Status404NotFound, "notFound", "Not Found");

    /// <summary>Both shapes at once, as Google answers when a scope was not granted.</summary>
    public static IResult ScopeMissing(string service, string method, bool newShape = false)
    {
        const string message = "Request had insufficient authentication scopes.";
        var error = new JsonObject
        {
            ["code"] = StatusCodes.Status403Forbidden,
            ["message"] = message,
            ["status"] = "PERMISSION_DENIED",
            ["details"] = new JsonArray(new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                ["reason"] = "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                ["domain"] = "googleapis.com",
                ["metadata"] = new JsonObject { ["service"] = service, ["method"] = method },
            }),
        };
        if (!newShape)
        {
            error["errors"] = new JsonArray(new JsonObject { ["message"] = "Insufficient Permission", ["domain"] = "global", ["reason"] = "insufficientPermissions" });
        }

        return SandboxJson.Answer(new JsonObject { ["error"] = error }, StatusCodes.Status403Forbidden);
    }
}
