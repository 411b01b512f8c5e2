using Integrations.Core.Identity;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;

namespace Integrations.Web.Hosting;

/// <summary>
/// Honours <c>Idempotency-Key</c> on every unsafe API call of a known caller: the same key and body give the same answer for
/// a day and have one effect (RELIABILITY I1). Endpoints need not know. An answer with a secret in it is not kept: its repeat
/// says that the call was done (SECURITY X5).
/// </summary>
internal sealed partial class Idempotency(RequestDelegate next, IdempotencyStore store, ILogger<Idempotency> logger)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    private readonly OnceShown _onceShown = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var caller = context.User.ToCaller();
        if (!request.Headers.TryGetValue(Header, out var keys) || caller.IsAnonymous || !ApiErrors.IsApi(request.Path) || IsSafe(request.Method))
        {
            await next(context);
            return;
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<PassesThrough>() is not null)
        {
            await ApiErrors.WriteAsync(context, ApiError.From(Failure.InvalidField(Header, $"{Header} is not honoured here: what is passed on to a vendor is not kept. Leave it out.")));
            return;
        }

        if (keys is not [{ Length: > 0 and <= IdempotencyStore.KeyMaxLength } key])
        {
            await ApiErrors.WriteAsync(context, ApiError.From(Failure.InvalidField(Header, $"{Header} must be one value of 1 to {IdempotencyStore.KeyMaxLength} characters.")));
            return;
        }

        var body = await ReadAsync(request);
        var outcome = await store.BeginAsync(caller, $"{request.Method} {request.Path}{request.QueryString}", key, body, context.RequestAborted);
        switch (outcome)
        {
            case IdempotencyOutcome.First first:
                await DoAsync(context, first.RecordId);
                break;
            case IdempotencyOutcome.Known known:
                await RepeatAsync(context, known.Answer);
                break;
            case IdempotencyOutcome.Refused { Failure: var failure }:
                await ApiErrors.WriteAsync(context, failure == IdempotencyStore.OtherBody
                    ? ApiError.From(failure) with { Status = StatusCodes.Status422UnprocessableEntity }
                    : ApiError.From(failure));
                break;
        }
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        // The server's limit on bodies holds here too.
        request.EnableBuffering(bufferThreshold: ApiHosting.LargestBodyInBytes);
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return copy.ToArray();
    }

    private async Task DoAsync(HttpContext context, Guid recordId)
    {
        var response = context.Response;
        var real = response.Body;
        using var buffer = new MemoryStream();
        response.Body = buffer;
        var isKept = false;
        try
        {
            await next(context);
            if (response.StatusCode < 500)
            {
                // The effect has happened: what follows must not be undone by a client that went away.
                var answer = buffer.ToArray();
                await store.CompleteAsync(
                    recordId,
                    new RememberedAnswer(response.StatusCode, response.ContentType, response.Headers.Location, answer) { IsWithheld = response.StatusCode < 300 && _onceShown.IsIn(context.GetEndpoint(), answer) },
                    CancellationToken.None);
                isKept = true;
            }
        }
        finally
        {
            response.Body = real;
            if (!isKept)
            {
                await ReleaseAsync(recordId);
            }
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(real, context.RequestAborted);
    }

    private async Task ReleaseAsync(Guid recordId)
    {
        try
        {
            await store.ReleaseAsync(recordId, CancellationToken.None);
        }
        catch (System.Data.Common.DbException exception)
        {
            // The record ends by itself after two minutes; the answer under way is worth more.
            LogNotReleased(logger, exception, recordId);
        }
    }

    private static async Task RepeatAsync(HttpContext context, RememberedAnswer answer)
    {
        var response = context.Response;
        response.Headers[ReplayedHeader] = "true";
        if (answer.Location is { } location)
        {
            response.Headers.Location = location;
        }

        if (answer.IsWithheld)
        {
            await ApiErrors.WriteAsync(context, ApiError.From(IdempotencyStore.SecretNotKept));
            return;
        }

        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;

        if (answer.Body.Length > 0)
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    [LoggerMessage(5101, LogLevel.Warning, "Idempotency record {RecordId} could not be released")]
    private static partial void LogNotReleased(ILogger logger, Exception exception, Guid recordId);
}
