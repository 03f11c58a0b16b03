import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'id',
  direction: 'ltr',
  label: 'Kode',
  sentTo: 'Masukkan kode yang kami kirim ke {to}.',
  sent: 'Masukkan kode yang kami kirimkan kepada Anda.',
  incomplete: 'Masukkan semua {length} karakter kode.',
  checking: 'Memeriksa kode…',
  errors: {
    wrong_code: 'Kode tidak benar.',
    code_expired: 'Kode ini tidak berlaku lagi. Minta kode baru.',
    too_many_checks: 'Terlalu banyak kode yang salah. Mulai lagi dari awal.',
    address_locked: 'Terlalu banyak kode yang salah. Coba lagi nanti.',
    too_soon: 'Anda sudah meminta beberapa kode. Tunggu beberapa menit sebelum meminta lagi.',
    not_sent: 'Kode baru tidak dapat dikirim. Coba cara lain atau kembali lagi nanti.',
    network: 'Koneksi gagal. Coba lagi.',
  },
  triesLeft: 'Sisa percobaan: {left}.',
  resend: 'Kirim kode baru',
  resendIn: 'Kirim kode baru dalam {time}',
  resendReady: 'Anda dapat meminta kode baru sekarang.',
  requested: 'Kode baru telah diminta.',
  other: 'Coba cara lain',
  help: 'Kode tidak masuk? Periksa nomor dan sinyal Anda, serta lihat pesan yang diblokir atau spam.',
  channels: {
    sms: 'Pesan teks',
    voice: 'Panggilan telepon',
    whatsapp: 'WhatsApp',
    email: 'Email',
    rcs: 'Pesan RCS',
  },
};
