using Integrations.Core.Instances;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;

namespace Integrations.Web.Api.Company;

/// <summary><c>{success:false,message}</c>, with <c>errors</c> where validation failed; the messages are the documented ones where there is one.</summary>
internal sealed class CompanyErrorShape : IApiErrorShape
{
    public object Body(ApiError error, string requestId) => error switch
    {
        { Status: StatusCodes.Status400BadRequest, Fields: { } fields } =>
            new { Success = false, Message = "Validation error", Errors = (string[])[.. fields.Values.SelectMany(messages => messages)] },
        { Status: StatusCodes.Status400BadRequest } => new { Success = false, Message = "Validation error", Errors = (string[])[error.Message] },
        { Status: StatusCodes.Status401Unauthorized } => new { Success = false, Message = "Authentication required" },
        { Status: StatusCodes.Status403Forbidden, Code: Failure.ForbiddenCode } => new { Success = false, Message = "Insufficient permissions" },
        { Status: StatusCodes.Status404NotFound } => new { Success = false, Message = "Integration not found" },
        { Code: InstanceFailures.NameTakenCode } => new { Success = false, Message = "Integration with this name already exists" },
        _ => new { Success = false, error.Message },
    };
}
