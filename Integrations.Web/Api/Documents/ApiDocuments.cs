using System.Security.Cryptography;
using Integrations.Web.Api.Accounts;
using Integrations.Web.Api.Auth;
using Integrations.Web.Api.Automation;
using Integrations.Web.Api.Company;
using Integrations.Web.Api.Entities;
using Integrations.Web.Api.Mcp;
using Integrations.Web.Api.Platform;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Integrations.Web.Api.Documents;

/// <summary>OpenAPI: one document per surface, one of all, and a page to read and try them.</summary>
internal static class ApiDocuments
{
    public const string PagePath = "/api/docs";

    private const string Scheme = "bearer";

    public static IReadOnlyList<ApiDocument> All { get; } =
    [
        new("all", "Integrations hub", "All surfaces; how programs sign in by OAuth has a document of its own.", IsApi),
        new("entities", "Entities", "Search and read external entities, and test integrations.", Has<EntitiesErrorShape>),
        new("platform", "Platform", "Providers, catalog, tenant integrations, connections, search and widgets.", Has<PlatformErrorShape>),
        new("company", "Company", "Integrations of a company, and their logs.", Has<CompanyErrorShape>),
        new("automation", "Automation", "Workflow tools, webhooks, actions and their logs.", Has<AutomationErrorShape>),
        new("accounts", "Accounts", "What a person has connected for themself.", Has<AccountsErrorShape>),
        new(SignInDescription.Document, "Sign-in of programs", "OAuth 2.1 with its metadata, which OAuth libraries speak; the hub's own clients are made of the document of all surfaces.", SignInDescription.Includes),
    ];

    public static WebApplicationBuilder AddApiDocuments(this WebApplicationBuilder builder)
    {
        foreach (var document in All)
        {
            builder.Services.AddOpenApi(document.Name, options => Configure(options, document));
        }

        builder.Services.AddSingleton<ApiDocumentStore>();

        return builder;
    }

    public static IEndpointRouteBuilder MapApiDocuments(this IEndpointRouteBuilder routes)
    {
        // They describe the product, not an installation: reading them, and the page, needs no sign-in.
        routes.MapMethods("/api/openapi/{documentName}.json", [HttpMethods.Get, HttpMethods.Head], GetAsync)
            .AllowAnonymous().RequireRateClass(RateClass.Anonymous).ExcludeFromDescription();
        routes.MapScalarApiReference(PagePath, ConfigurePage).AllowAnonymous().RequireRateClass(RateClass.Anonymous);
        return routes;
    }

    // All of it comes from this server: no fonts, proxies, assistants or figures of the vendor's.
    private static void ConfigurePage(ScalarOptions page, HttpContext context)
    {
        page.WithTitle("Integrations hub: API").WithOpenApiRoutePattern("/api/openapi/{documentName}.json").WithFavicon("/favicon.svg")
            .DisableDefaultFonts().DisableAgent().DisableTelemetry().HideClientButton().HideDeveloperTools()
            .AddHeadContent("""<script src="/docs.js"></script><link rel="stylesheet" href="/docs.css">""");
        foreach (var document in All)
        {
            page.AddDocument(document.Name, document.Title);
        }

        page.Nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        SecurityHeaders.AllowScript(context, page.Nonce);
    }

    private static async Task<IResult> GetAsync(string documentName, ApiDocumentStore documents) =>
        await documents.FindAsync(documentName) is { } found ? found : TypedResults.NotFound();

    private static void Configure(OpenApiOptions options, ApiDocument document)
    {
        options.ShouldInclude = document.Includes;
        var schemas = new ApiSchemas();
        options.AddSchemaTransformer(schemas.DescribeAsync);
        options.AddOperationTransformer(ApiOperations.CompleteAsync);
        options.AddDocumentTransformer((description, _, _) =>
        {
            description.Info = new OpenApiInfo { Title = document.Title, Version = "1.0.0", Description = document.About };
            // The address of anyone who asks is no part of the description.
            description.Servers = [];
            description.Components ??= new OpenApiComponents();
            description.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            description.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = Scheme,
                Description = "An access token of POST /api/auth/token, or a personal access token (itg_…).",
            };
            description.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, description)] = [] }];
            // After what it borrows from; in the documents of which its refusals have the shape.
            if (document.Name is "all" or "platform")
            {
                McpDescription.AddTo(description);
            }

            if (document.Name == SignInDescription.Document)
            {
                SignInDescription.AddTo(description);
            }

            schemas.Complete(description);
            ApiExamples.Complete(description);
            return Task.CompletedTask;
        });
    }

    private static bool IsApi(ApiDescription description) =>
        description.RelativePath is { } path && (path.StartsWith("api/", StringComparison.Ordinal) || path.StartsWith("v1/", StringComparison.Ordinal));

    private static bool Has<TShape>(ApiDescription description)
        where TShape : IApiErrorShape => description.ActionDescriptor.EndpointMetadata.OfType<TShape>().Any();
}
