using System.Globalization;
using System.Text.Json;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace Integrations.Web.Hosting.Errors;

/// <summary>
/// Turns what the pipeline refuses and what handlers throw into the asked surface's error shape. Details go to the log; the
/// answer has the request id (SECURITY L6).
/// </summary>
internal sealed partial class ApiFaults(RequestDelegate next, DatabaseWatch database, ILogger<ApiFaults> logger)
{
    // The client has gone; the number is only for logs.
    private const int ClientClosedRequest = 499;

    private static readonly ApiError Unavailable = ApiError.Of(StatusCodes.Status503ServiceUnavailable) with { RetryAfter = TimeSpan.FromSeconds(5) };

    public async Task InvokeAsync(HttpContext context)
    {
        if (!ApiErrors.IsApi(context.Request.Path) && !ApiErrors.IsSignIn(context.Request.Path))
        {
            await next(context);
            return;
        }

        if (database.IsDown)
        {
            await ApiErrors.WriteAsync(context, Unavailable);
            return;
        }

        var client = context.RequestAborted;
        var gone = database.WhenDown;
        using var either = gone.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(client, gone) : null;
        context.RequestAborted = either?.Token ?? client;
        try
        {
            await next(context);
        }
        catch (Exception) when (client.IsCancellationRequested)
        {
            // Of an answer that had begun, such as a stream of events, the status has been sent.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }

            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.RequestAborted = client;
            // What waited for it when it went down is told so at once.
            var error = gone.IsCancellationRequested && exception is OperationCanceledException ? Unavailable : ErrorOf(exception);
            if (error.Status >= 500)
            {
                LogFailed(logger, exception, context.Request.Method, context.Request.Path);
            }

            ClearAnswer(context.Response);
            await ApiErrors.WriteAsync(context, error);
            return;
        }

        context.RequestAborted = client;
        // An unknown route, a wrong method or content type: routing answers with a bare status.
        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            var unreadable = context.Response.StatusCode == StatusCodes.Status400BadRequest ? UnreadableNumber(context) : null;
            await ApiErrors.WriteAsync(context, unreadable is null ? ApiError.Of(context.Response.StatusCode) : WrongValue(unreadable));
        }
    }

    internal static ApiError ErrorOf(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } unreadable => Unreadable(unreadable),
        BadHttpRequestException refused => ApiError.Of(refused.StatusCode),
        RequestExpiredException expired => ApiError.From(expired.Failure),
        _ when Databases.IsUnavailable(exception) => Unavailable,
        _ => ApiError.Of(StatusCodes.Status500InternalServerError),
    };

    private static ApiError Unreadable(BadHttpRequestException exception)
    {
        var field = exception.InnerException is JsonException { Path: { Length: > 0 } path } ? path.TrimStart('$').TrimStart('.') : ParameterIn(exception.Message);
        if (string.IsNullOrEmpty(field))
        {
            var isJson = exception.InnerException is JsonException;
            return ApiError.Of(StatusCodes.Status400BadRequest) with { Message = isJson ? "The body is not valid JSON." : "The request could not be read." };
        }

        // A field's name is told as the caller sent it; cut, because it may be anything.
        return WrongValue(TextMatch.Shorten(field, 100));
    }

    private static ApiError WrongValue(string name)
    {
        var message = $"{name} has a value of the wrong kind or is missing.";
        return ApiError.Of(StatusCodes.Status400BadRequest) with
        {
            Message = message,
            Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [message] },
        };
    }

    // Generated bindings refuse an optional number without saying which it is.
    private static string? UnreadableNumber(HttpContext context) => context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
        .Where(parameter => Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) == typeof(int)
            && context.Request.Query[parameter.Name] is [{ Length: > 0 } text]
            && !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
        .Select(parameter => JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)).FirstOrDefault();

    // The framework says: Required parameter "Guid id" was not provided …, or Failed to bind parameter "int limit" from "x".
    private static string? ParameterIn(string message)
    {
        const string Marker = "parameter \"";
        var start = message.IndexOf(Marker, StringComparison.Ordinal);
        var end = start < 0 ? -1 : message.IndexOf('"', start + Marker.Length);
        // Query records have members in Pascal case; callers know the names in camel case.
        return end < 0 ? null : JsonNamingPolicy.CamelCase.ConvertName(message[(start + Marker.Length)..end].Split(' ')[^1]);
    }

    // Headers that say who we are and how much is left stay; what described the lost body goes.
    private static void ClearAnswer(HttpResponse response)
    {
        response.ContentType = null;
        response.ContentLength = null;
        response.Headers.ETag = default;
        response.Headers.Location = default;
    }

    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string path);
}
