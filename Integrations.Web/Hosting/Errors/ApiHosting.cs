using System.Text.Json.Serialization;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Integrations.Web.Hosting.Errors;

/// <summary>What all API surfaces share: limits of a request (SECURITY I1), and one way from a fault to an answer.</summary>
internal static class ApiHosting
{
    public const int LargestBodyInBytes = 1024 * 1024;
    private const int LargestHeadersInBytes = 32 * 1024;
    private const int DeepestJson = 32;

    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBodyInBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeadersInBytes;
        });
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.MaxDepth = DeepestJson;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.Converters.Add(new JsonObjectReader());
            // A text is no number: wrong types are refused, and the field is named.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            // The documents mark optional members with a question mark: they are absent, not null.
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        // Thrown in every environment, so that one place words it (ApiFaults) and not only Development.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddOptions<RequestOptions>().BindConfiguration(RequestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IProblemDetailsWriter, ApiProblemWriter>();
        builder.Services.AddProblemDetails();
        return builder;
    }

    public static WebApplication UseApiFaults(this WebApplication app)
    {
        app.UseMiddleware<ApiFaults>();
        app.UseMiddleware<RequestDeadline>();
        return app;
    }

    /// <summary>
    /// An address that nothing serves, or not with this method or content type, is answered before anyone is asked to sign
    /// in for it: only endpoints are worth a door. Right after routing.
    /// </summary>
    public static WebApplication UseUnroutedAnswers(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            switch (context.GetEndpoint())
            {
                case null:
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;

                // Routing's own refusals, 405 and 415, are endpoints without a route.
                case { RequestDelegate: { } refuse } endpoint and not RouteEndpoint when endpoint.Metadata.Count == 0:
                    return refuse(context);
                default:
                    return next(context);
            }
        });
        return app;
    }

    /// <summary>Failed validation of request records arrives as problem details; surfaces have other shapes.</summary>
    private sealed class ApiProblemWriter : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => ApiErrors.IsApi(context.HttpContext.Request.Path);

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var problem = context.ProblemDetails;
            var error = ApiError.Of(problem.Status ?? context.HttpContext.Response.StatusCode);
            if (problem is HttpValidationProblemDetails { Errors.Count: > 0 } validation)
            {
                error = error with
                {
                    Code = "validation",
                    Message = validation.Errors.Values.SelectMany(messages => messages).First(),
                    Fields = validation.Errors.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal),
                };
            }

            await ApiErrors.WriteAsync(context.HttpContext, error);
        }
    }
}
