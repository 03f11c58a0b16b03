import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'zh',
  direction: 'ltr',
  label: '验证码',
  sentTo: '请输入发送至 {to} 的验证码。',
  sent: '请输入我们发送给您的验证码。',
  incomplete: '请输入完整的 {length} 位验证码。',
  checking: '正在核对验证码…',
  errors: {
    wrong_code: '验证码不正确。',
    code_expired: '此验证码已失效，请重新获取。',
    too_many_checks: '错误次数过多，请重新开始。',
    address_locked: '错误次数过多，请稍后再试。',
    too_soon: '您已多次请求验证码。请等几分钟再试。',
    not_sent: '无法发送新的验证码。请换一种方式，或稍后再试。',
    network: '连接失败，请重试。',
  },
  triesLeft: '剩余次数：{left}。',
  resend: '重新发送验证码',
  resendIn: '{time} 后可重新发送',
  resendReady: '现在可以重新获取验证码。',
  requested: '已请求新的验证码。',
  other: '换一种方式',
  help: '没有收到？请检查号码和信号，并查看被拦截的短信或垃圾邮件。',
  channels: {
    sms: '短信',
    voice: '电话',
    whatsapp: 'WhatsApp',
    email: '电子邮件',
    rcs: 'RCS 消息',
  },
};
