using Integrations.Web.Hosting.Errors;

namespace Integrations.Web.Api.Automation;

/// <summary><c>{success:false,error:{code,message}}</c>.</summary>
internal sealed class AutomationErrorShape : IApiErrorShape
{
    public object Body(ApiError error, string requestId) => new { Success = false, Error = new { error.Code, error.Message } };
}
